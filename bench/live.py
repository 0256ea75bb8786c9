"""A thousand open live pages: how soon each hears of a commit, what it costs, and whether a burst is kept up with."""

import asyncio
import bisect
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import quantiles

import asyncpg
import click
from rich.console import Console
from rich.table import Table

from bench.fill import HOME, admin_url, create, server
from bench.live_pages import LivePage, open_all
from bench.pages import machine as machine_of
from bench.pages import signed_in
from bench.serving import served
from bench.world import World, world
from escalations.cases.actions import add_note
from escalations.cases.queries import case_for
from escalations.platform import db as database
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres

CASES = 2000
WATCHED = 200
"""Cases among which the pages are shared out; each page shows one of them and its reader's notices."""
NOTES, PAUSE = 120, 0.05
A_SECOND, SECONDS = 500, 10
PATIENCE = 5.0
MOST_LAG, MOST_MEMORY = 0.3, 50.0
"""Seconds from commit to the browser's side for 95 of 100, and kilobytes of the server a page."""
LISTENERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'LISTEN%live%'"


@dataclass(frozen=True)
class Figures:
    pages: int
    opened_in: float
    kilobytes: float
    listeners: int
    by_verbs: tuple[float, float]
    to_all: tuple[float, float]
    burst: tuple[float, float]
    """Seconds from commit to hearing of it, the middle one and 95 of 100."""
    sent: int
    told: int
    machine: str

    @property
    def within_budget(self) -> bool:
        lags = max(self.by_verbs[1], self.to_all[1], self.burst[1])
        return lags <= MOST_LAG and self.kilobytes <= MOST_MEMORY and self.listeners == 1


async def measure(postgres: EmbeddedPostgres, pages: int) -> Figures:
    admin = await asyncpg.connect(admin_url(postgres))
    database.connect(postgres.app_url)
    w = await world(admin)
    newest = "SELECT id FROM support_case WHERE closed_at IS NULL AND boundary = 'public' ORDER BY id DESC LIMIT $1"
    watched = [row["id"] for row in await admin.fetch(newest, WATCHED)]
    async with served(postgres.app_url) as running:
        cookies = await signed_in(running.port, w.ada)
        opened = [LivePage((f"case/{watched[at % len(watched)]}", "everyone")) for at in range(pages)]
        await open_all(opened[:20], running.port, cookies)
        before, began = running.kilobytes(), time.perf_counter()
        await open_all(opened[20:], running.port, cookies)
        took, each = time.perf_counter() - began, (running.kilobytes() - before) / (pages - 20)
        await asyncio.sleep(1)
        figures = Figures(
            pages, took, each, int(await admin.fetchval(LISTENERS)), await _by_verbs(w, opened, watched), await _to_all(admin, opened),
            *await _burst(admin, opened, watched), await machine_of(admin),
        )  # fmt: skip
        for page in opened:
            page.close()
    await admin.close()
    await database.disconnect()
    return figures


async def _by_verbs(w: World, pages: list[LivePage], watched: list[int]) -> tuple[float, float]:
    """Notes on cases, as a person writes them."""
    lags: list[float] = []
    for case_id in watched[:NOTES]:
        async with transaction(Scope.person(w.ada.id)) as db:
            await add_note(db, await case_for(db, w.ada, f"C-{case_id}"), "Looked at it again.", by=w.ada)
            committed = time.perf_counter()
        lags += await _heard([page for page in pages if f"case/{case_id}" in page.topics], committed)
        await asyncio.sleep(PAUSE)
    return _shares(lags)


async def _to_all(admin: asyncpg.Connection, pages: list[LivePage]) -> tuple[float, float]:
    """One change that concerns every page, five times."""
    lags: list[float] = []
    for _ in range(5):
        committed = await _rung(admin, "everyone")
        lags += await _heard(pages, committed)
        await asyncio.sleep(0.5)
    return _shares(lags)


async def _burst(
    admin: asyncpg.Connection, pages: list[LivePage], watched: list[int]
) -> tuple[tuple[float, float], int, int]:
    """Each commit by itself, at a steady pace. What is heard in one message counts for all that was committed before it."""
    draw, sent = Random(7), list[tuple[float, str]]()
    before, began = {page: len(page.heard) for page in pages}, time.perf_counter()
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        topic = f"case/{draw.choice(watched)}"
        sent.append((await _rung(admin, topic), topic))
    await asyncio.sleep(1)
    showing = {page.topics[0]: page for page in pages}
    lags = [_first_after(showing[topic].heard, at) - at for at, topic in sent if topic in showing]
    return _shares(lags), len(sent), sum(len(page.heard) - before[page] for page in pages)


async def _rung(admin: asyncpg.Connection, topic: str) -> float:
    """When it was about to be committed: what came before the server said so has been heard as well."""
    committed = time.perf_counter()
    await admin.execute("SELECT pg_notify('live', $1)", json.dumps({"b": "public", "t": [topic]}))
    return committed


async def _heard(pages: list[LivePage], committed: float) -> list[float]:
    until = committed + PATIENCE
    while time.perf_counter() < until and not all(page.heard and page.heard[-1] >= committed for page in pages):  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    return [_first_after(page.heard, committed) - committed for page in pages]


def _first_after(heard: list[float], moment: float) -> float:
    """A page that never heard counts as if it had been waiting for as long as we did."""
    at = bisect.bisect_left(heard, moment)
    return heard[at] if at < len(heard) else moment + PATIENCE


def _shares(lags: list[float]) -> tuple[float, float]:
    parts = quantiles(lags, n=20)
    return parts[9], parts[18]


def _table(found: Figures) -> Table:
    table = Table(
        title=f"{found.pages:,} live pages; {found.machine}",
        caption=f"limits: {MOST_LAG * 1000:.0f} ms at p95, {MOST_MEMORY:.0f} kB a page",
    )
    for heading in ("from commit to the browser's side", "p50 ms", "p95 ms"):
        table.add_column(heading, justify="left" if not table.columns else "right")
    for name, (middle, high) in (
        (f"{NOTES} notes on cases, each on {found.pages // WATCHED} pages", found.by_verbs),
        ("a change that concerns every page", found.to_all),
        (f"{A_SECOND} commits a second for {SECONDS} s", found.burst),
    ):
        table.add_row(name, f"{middle * 1000:.0f}", f"{high * 1000:.0f}")
    return table


@click.command()
@click.option("--pages", default=1000, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=HOME, show_default=True)
def main(pages: int, home: Path) -> None:
    """Measure in a small database of its own; exit 1 when a limit is missed."""
    postgres = server(home, CASES)
    asyncio.run(create(postgres, CASES))
    found = asyncio.run(measure(postgres, pages))
    console = Console()
    console.print(_table(found))
    console.print(
        f"opened in {found.opened_in:.1f} s; {found.kilobytes:.0f} kB of the server each; {found.listeners} listening connection of the database; "
        f"the burst of {found.sent:,} commits was told in {found.told:,} messages"
    )
    sys.exit(0 if found.within_budget else 1)


if __name__ == "__main__":
    main()
