"""Prints how long pages and verbs take over HTTP beside the least they could take, and how long eight people at once wait for them."""

import asyncio
import logging
import os
import platform
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import cycle
from os import cpu_count
from pathlib import Path
from statistics import median

import asyncpg
import click
from litestar import Litestar
from rich.console import Console
from rich.table import Table

from bench.bare import OWED, bare_inserts_of, numbers_apart
from bench.crowd import PEOPLE, READING, Crowd, Stop, crowd, p50_p95
from bench.fill import HOME, admin_url, server
from bench.floor import floor_of
from bench.serving import Served, served
from bench.wire import Answer, Wire
from bench.world import World, world
from escalations.app import create_app
from escalations.people.access import COOKIE
from escalations.people.actions import start_session
from escalations.people.models import Person
from escalations.platform import db as database
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres

WARM = 8
"""How often each is asked before it counts: prepared statements settle, and the floor's own as well."""
WAITED = 100.0
"""Milliseconds that 95 of 100 pages may take while eight people work."""
REPLY = {"text": "We have found the cause and are mending it now.", "gate_reason": "measured"}
CASE = {
    "title": "Mounts of the order share fail", "description": "mount error(13): Permission denied on all nodes since the key was rotated.",
    "claimed": "B", "family": "storage",
}  # fmt: skip


Least = Callable[[], Awaitable[float]]
"""Takes as long as what is measured would take at least, and says how many seconds that were."""


@dataclass(frozen=True)
class Visit:
    """`paths` are taken in turn. A visit with a form posts it. `limit` is how often the floor it may take; `often` how much of what people open it is."""

    name: str
    paths: tuple[str, ...]
    form: dict[str, str] | None = None
    limit: float | None = None
    often: int = 0


@dataclass(frozen=True)
class Timed:
    """`took` and `least` in seconds, in turn: one is asked right after the other, so that what else the machine does is in both."""

    took: list[float]
    least: list[float]
    kilobytes: float
    cpu: float
    """Milliseconds of the server's own processor time a request, sweeps and reactions beside it included."""

    @property
    def ratio(self) -> float:
        return median(self.took) / median(self.least)


def visits(w: World, open_cases: list[int]) -> Iterator[Visit]:
    cases = tuple(f"/cases/C-{one}" for one in open_cases)
    yield Visit("my work", ("/",), often=3)
    yield Visit("a queue", (f"/queues/{w.queue}",), limit=2, often=4)
    yield Visit("a queue, unowned", (f"/queues/{w.queue}?view=unowned",), limit=2, often=1)
    yield Visit("all queues", ("/queues",), often=1)
    yield Visit("a case", (f"/cases/{w.case.ref}",), limit=3)
    for slot in ("dialogs", "incidents", "known-issues", "escalations", "cover"):
        yield Visit(f"beside a case: {slot}", (f"/cases/{w.case.ref}/{slot}",))
    yield Visit("all cases", ("/cases",), often=2)
    yield Visit("search as one types", ("/search/suggestions?q=connection+tim",), often=2)
    yield Visit("search, rare word", (f"/search?q={w.typed['one rare word']}",), often=1)
    yield Visit("search, common words", ("/search?q=connection+timeout",), often=1)
    yield Visit("customers", ("/customers",), often=1)
    yield Visit("customers, by name", (f"/customers?q={w.typed['name']}",))
    yield Visit("incidents", ("/incidents",), often=1)
    yield Visit("an incident", (f"/incidents/I-{w.incident}",), often=1)
    yield Visit("known issues", ("/known-issues",), often=1)
    yield Visit("rapid-response board", ("/rapid-response",), often=1)
    yield Visit("people", ("/people",), often=1)
    yield Visit("open a case", ("/cases",), CASE | {"customer": f"CU-{w.customer}"}, limit=2, often=1)
    yield Visit("reply to a customer", tuple(f"{one}/replies" for one in cases), REPLY, limit=2)


def mix_of(all_visits: list[Visit], open_cases: list[int], person: int) -> list[Stop]:
    """As often as people do it: eight of forty are cases, each another one. Everybody has cases of their own, for reading and for replies."""
    mine = open_cases[16 * person : 16 * (person + 1)]
    replies = [
        Stop(one.name, f"/cases/C-{case}/replies", one.form)
        for one in all_visits
        if one.form is REPLY
        for case in mine[8:12]
    ]
    chosen = [Stop(one.name, one.paths[0], one.form) for one in all_visits for _ in range(one.often)]
    return chosen + replies + [Stop("a case", f"/cases/C-{one}") for one in mine[:8]]


async def timed(server: Served, cookies: dict[str, str], visit: Visit, least: Least, seconds: float) -> Timed:
    paths, took, floors, sizes, cpu = (
        cycle(visit.paths[:-1] or visit.paths),
        list[float](),
        list[float](),
        list[int](),
        0.0,
    )
    async with Wire(server.port, cookies) as wire:
        for _ in range(WARM):
            await _asked(wire, next(paths), visit, cookies)
            await least()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until or len(took) < 2:
            before, began = server.cpu_seconds(), time.perf_counter()
            answer = await _asked(wire, next(paths), visit, cookies)
            took.append(time.perf_counter() - began)
            cpu += server.cpu_seconds() - before
            sizes.append(len(answer.body))
            floors.append(await least())
    return Timed(took, floors, median(sizes) / 1024, cpu / len(took) * 1000)


async def _asked(wire: Wire, path: str, visit: Visit, cookies: dict[str, str]) -> Answer:
    form = visit.form
    answer = await (wire.get(path) if form is None else wire.post(path, {**form, "_csrf_token": cookies["csrftoken"]}))
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:300]!r}")
    return answer


async def signed_in(port: int, person: Person) -> dict[str, str]:
    async with transaction(Scope.nobody()) as db:
        token = await start_session(db, person, address="bench", agent="bench")
    async with Wire(port, {}) as wire:
        given = (await wire.get("/sign-in")).headers["set-cookie"]
    return {COOKIE: token, "csrftoken": given.partition("csrftoken=")[2].partition(";")[0]}


async def measure(
    postgres: EmbeddedPostgres, cases: int, seconds: float, only: str, *, with_worker: bool
) -> list[Table]:
    admin, raw = await asyncpg.connect(admin_url(postgres)), await asyncpg.connect(postgres.app_url)
    database.connect(postgres.app_url)
    app, w = create_app(), await world(admin)
    await numbers_apart(admin)
    open_cases = [row["id"] for row in await admin.fetch(OWED)]
    table, chosen = (
        _table(f"{cases:,} cases; {await machine(admin)}; {load()}{'' if with_worker else '; web alone'}"),
        list(visits(w, open_cases)),
    )
    async with served(postgres.app_url, with_worker=with_worker) as running:
        cookies = await signed_in(running.port, w.ada)
        for visit in (visit for visit in chosen if only in visit.name):
            least = await _least(app, visit, w.ada.id, cookies, raw, admin)
            table.add_row(*_cells(visit, await timed(running, cookies, visit, least, seconds)))
        mixes = [mix_of(chosen, open_cases, person) for person in range(PEOPLE)]
        people = [
            await crowd(running.port, cookies, mixes, seconds * 8, thinking=one) for one in (True, False) if not only
        ]
    await database.disconnect()
    return [table, _crowds(*people)] if people else [table]


async def _least(
    app: Litestar,
    visit: Visit,
    person_id: int,
    cookies: dict[str, str],
    raw: asyncpg.Connection,
    admin: asyncpg.Connection,
) -> Least:
    """A verb is done once to something that nobody does it to afterwards."""
    if visit.form is None:
        page = await floor_of(app, visit.paths[0], cookies)
        return lambda: page.seconds(raw, person_id)
    bare = await bare_inserts_of(app, visit.paths[-1], visit.form, cookies)

    async def inserted() -> float:
        await bare.take_away(admin)
        return await bare.seconds(raw, person_id)

    return inserted


def _table(title: str) -> Table:
    table = Table(
        title=title,
        caption="ms over HTTP, one reader; client, server and database share the cores. Floor: all its statements by asyncpg and its "
        "templates; of a verb, its rows inserted by asyncpg in one transaction. cpu: of the server alone",
    )
    for name in ("page", "KB", "cpu", "p50", "p95", "floor", "times its floor", "limit"):
        table.add_column(name, justify="left" if name == "page" else "right")
    return table


def _cells(visit: Visit, alone: Timed) -> list[str]:
    p50, p95 = p50_p95(alone.took)
    limit = "" if visit.limit is None else f"{visit.limit:.0f} {'kept' if alone.ratio <= visit.limit else 'MISSED'}"
    figures = (alone.kilobytes, alone.cpu, p50, p95, median(alone.least) * 1000, alone.ratio)
    return [visit.name, *(f"{one:.1f}" for one in figures), limit]


def _crowds(thinking: Crowd, racing: Crowd) -> Table:
    table = Table(
        title=f"{PEOPLE} at once; {load()}",
        caption=f"Limit: p95 of pages {WAITED:.0f} ms while people read {READING:.0f} s in the mean",
    )
    for name in ("who", "what", "how many", "p50", "p95", "limit", "a second"):
        table.add_column(name, justify="left" if name in ("who", "what") else "right")
    for who, found in (("people who read", thinking), ("no pause: capacity", racing)):
        limit = f"{WAITED:.0f} {'kept' if p50_p95(found.pages)[1] <= WAITED else 'MISSED'}" if found is thinking else ""
        rows = [("all pages", found.pages, limit), ("parts beside a case", found.parts, "")]
        rows += [(f"  {name}", took, "") for name, took in sorted(found.by_page.items()) if found is thinking]
        for what, took, kept in rows:
            p50, p95 = p50_p95(took)
            table.add_row(
                who,
                what,
                str(len(took)),
                f"{p50:.0f}",
                f"{p95:.0f}",
                kept,
                f"{found.a_second:.0f}" if took is found.pages else "",
            )
    return table


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


async def machine(admin: asyncpg.Connection) -> str:
    parts = " · ".join(f"{part} {version(part)}" for part in ("litestar", "sqlalchemy", "asyncpg"))
    return f"{cpu_count()} cores, Python {platform.python_version()}, PostgreSQL {await admin.fetchval('SHOW server_version')}, {parts}"


@click.command()
@click.option("--cases", default=100_000, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=HOME, show_default=True)
@click.option("--seconds", default=3.0, show_default=True, help="For each page; eight times as long for each crowd.")
@click.option("--only", default="", help="Part of a page's name; then no crowd.")
@click.option("--width", default=140, show_default=True)
@click.option(
    "--web-alone", is_flag=True, help="Without a worker, which a world just filled keeps busy for many minutes."
)
def main(cases: int, home: Path, seconds: float, only: str, width: int, web_alone: bool) -> None:
    """Serve the database that bench/fill.py made, and read its pages."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    for table in asyncio.run(measure(server(home, cases), cases, seconds, only, with_worker=not web_alone)):
        Console(width=width).print(table)


if __name__ == "__main__":
    main()
