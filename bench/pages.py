"""Prints how long pages take over HTTP, with one reader and with eight, beside the least they could take."""

import asyncio
import logging
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import cycle
from os import cpu_count
from pathlib import Path
from statistics import median, quantiles

import asyncpg
import click
from rich.console import Console
from rich.table import Table

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

WARM, MANY = 0.4, 8
"""Seconds before counting begins, and readers at once."""
REPLY = {"text": "We have found the cause and are mending it now.", "gate_reason": "measured"}


@dataclass(frozen=True)
class Visit:
    """`paths` are taken in turn. A visit with a form posts it, and has no floor: what it writes is not there to be read twice."""

    name: str
    paths: tuple[str, ...]
    form: dict[str, str] | None = None


@dataclass(frozen=True)
class Timed:
    p50: float
    p95: float
    a_second: float
    kilobytes: float
    cpu: float
    """Milliseconds of the server's own processor time a request, sweeps and reactions beside it included."""


def visits(w: World, open_cases: list[int]) -> Iterator[Visit]:
    yield Visit("my work", ("/",))
    yield Visit("a queue", (f"/queues/{w.queue}",))
    yield Visit("a queue, unowned", (f"/queues/{w.queue}?view=unowned",))
    yield Visit("all queues", ("/queues",))
    yield Visit("a case", (f"/cases/{w.case.ref}",))
    for slot in ("incidents", "known-issues", "escalations", "cover"):
        yield Visit(f"a case: {slot}", (f"/cases/{w.case.ref}/{slot}",))
    yield Visit("search, rare word", (f"/search?q={w.typed['one rare word']}",))
    yield Visit("search, common words", ("/search?q=connection+timeout",))
    yield Visit("customers", ("/customers",))
    yield Visit("customers, by name", (f"/customers?q={w.typed['name']}",))
    yield Visit("incidents", ("/incidents",))
    yield Visit("an incident", (f"/incidents/I-{w.incident}",))
    yield Visit("known issues", ("/known-issues",))
    yield Visit("rapid-response board", ("/rapid-response",))
    yield Visit("people", ("/people",))
    yield Visit("reply to a customer", tuple(f"/cases/C-{one}/replies" for one in open_cases), REPLY)


async def timed(server: Served, cookies: dict[str, str], visit: Visit, readers: int, seconds: float) -> Timed:
    await _read(server.port, cookies, visit, readers, WARM, [])
    began, cpu, answers = time.perf_counter(), server.cpu_seconds(), list[tuple[float, int]]()
    await _read(server.port, cookies, visit, readers, seconds, answers)
    spent, worked = time.perf_counter() - began, server.cpu_seconds() - cpu
    took = [one for one, _ in answers]
    p95 = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    return Timed(
        median(took) * 1000,
        p95 * 1000,
        len(took) / spent,
        median(size for _, size in answers) / 1024,
        worked / len(took) * 1000,
    )


async def _read(
    port: int, cookies: dict[str, str], visit: Visit, readers: int, seconds: float, answers: list[tuple[float, int]]
) -> None:
    """Each reader asks at least once."""
    paths, until = cycle(visit.paths), time.perf_counter() + seconds

    async def reader() -> None:
        async with Wire(port, cookies) as wire:
            while True:
                began = time.perf_counter()
                answer = await _asked(wire, next(paths), visit, cookies)
                answers.append((time.perf_counter() - began, len(answer.body)))
                if time.perf_counter() > until:
                    return

    await asyncio.gather(*(reader() for _ in range(readers)))


async def _asked(wire: Wire, path: str, visit: Visit, cookies: dict[str, str]) -> Answer:
    answer = await (
        wire.get(path) if visit.form is None else wire.post(path, {**visit.form, "_csrf_token": cookies["csrftoken"]})
    )
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:300]!r}")
    return answer


async def _signed_in(port: int, person: Person) -> dict[str, str]:
    async with transaction(Scope.nobody()) as db:
        token = await start_session(db, person, address="bench", agent="bench")
    async with Wire(port, {}) as wire:
        given = (await wire.get("/sign-in")).headers["set-cookie"]
    return {COOKIE: token, "csrftoken": given.partition("csrftoken=")[2].partition(";")[0]}


async def measure(postgres: EmbeddedPostgres, cases: int, seconds: float, only: str) -> Table:
    admin = await asyncpg.connect(admin_url(postgres))
    raw = await asyncpg.connect(postgres.app_url)
    database.connect(postgres.app_url)
    app, w = create_app(), await world(admin)
    newest = "SELECT id FROM support_case WHERE closed_at IS NULL AND boundary = 'public' ORDER BY id DESC LIMIT 400"
    open_cases = [row["id"] for row in await admin.fetch(newest)]
    table = _table(f"{cases:,} cases; {await _machine(admin)}")
    async with served(postgres.app_url) as running:
        cookies = await _signed_in(running.port, w.ada)
        for visit in (visit for visit in visits(w, open_cases) if only in visit.name):
            floor = None if visit.form else await floor_of(app, raw, w.ada.id, visit.paths[0], cookies)
            alone, together = [await timed(running, cookies, visit, readers, seconds) for readers in (1, MANY)]
            table.add_row(*_cells(visit, floor, alone, together))
    await database.disconnect()
    return table


def _table(title: str) -> Table:
    table = Table(
        title=title,
        caption="ms over HTTP; client, server and database share the cores. Floor: the dearest statement by asyncpg, and the template. cpu: of the server, for one reader's request",
    )
    for name in ("page", "KB", "floor", "cpu", "p50", "p95", f"p50 of {MANY}", f"p95 of {MANY}", f"a second, {MANY}"):
        table.add_column(name, justify="left" if name == "page" else "right")
    return table


def _cells(visit: Visit, floor: float | None, alone: Timed, together: Timed) -> list[str]:
    shown: Callable[[float], str] = "{:.1f}".format
    figures = [alone.cpu, alone.p50, alone.p95, together.p50, together.p95]
    return [
        visit.name,
        shown(alone.kilobytes),
        "" if floor is None else shown(floor),
        *map(shown, figures),
        f"{together.a_second:.0f}",
    ]


async def _machine(admin: asyncpg.Connection) -> str:
    parts = " · ".join(f"{part} {version(part)}" for part in ("litestar", "sqlalchemy", "asyncpg"))
    return f"{cpu_count()} cores, Python {platform.python_version()}, PostgreSQL {await admin.fetchval('SHOW server_version')}, {parts}"


@click.command()
@click.option("--cases", default=100_000, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=HOME, show_default=True)
@click.option("--seconds", default=3.0, show_default=True, help="For each page and number of readers.")
@click.option("--only", default="", help="Part of a page's name.")
@click.option("--width", default=140, show_default=True)
def main(cases: int, home: Path, seconds: float, only: str, width: int) -> None:
    """Serve the database that bench/fill.py made, and read its pages."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    Console(width=width).print(asyncio.run(measure(server(home, cases), cases, seconds, only)))


if __name__ == "__main__":
    main()
