"""Prints where the time of a reply and of an opened case is: the verb alone with its commit, over HTTP with the worker in the same
process, and with the worker in a process of its own; each beside its floor, which is asked in turn with it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median

import asyncpg
import click
from litestar import Litestar
from rich.console import Console
from rich.table import Table

from bench.bare import OWED, Bare, bare_inserts_of, numbers_apart
from bench.crowd import p50_p95
from bench.fill import HOME, admin_url, server
from bench.pages import CASE, REPLY, load, machine, signed_in
from bench.replay import replay_of
from bench.serving import served, working
from bench.wire import Wire
from bench.world import World, world
from escalations.app import create_app
from escalations.cases.actions import NewCase, open_case, reply_to_customer
from escalations.cases.queries import case_for
from escalations.customers.queries import customer_for
from escalations.platform import db as database
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres

WARM, LIMIT, REPLAYS = 8, 2.0, 80
Once = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Write:
    """`alone` does it in this process, `paths` and `form` over HTTP. The last path is for the floor, so that nobody uses it afterwards."""

    name: str
    alone: Once
    paths: tuple[str, ...]
    form: dict[str, str]


@dataclass
class Floor:
    bare: Bare
    raw: asyncpg.Connection
    admin: asyncpg.Connection
    person_id: int

    async def seconds(self) -> float:
        await self.bare.take_away(self.admin)
        return await self.bare.seconds(self.raw, self.person_id)


def writes(w: World, open_cases: list[int]) -> Iterator[Write]:
    refs = cycle([f"C-{one}" for one in open_cases[:-1]])

    async def opened() -> None:
        async with transaction(Scope.person(w.ada.id)) as db:
            customer = await customer_for(db, w.ada, f"CU-{w.customer}")
            await open_case(db, NewCase(customer_id=customer.id, **CASE), by=w.ada)  # type: ignore[arg-type]

    async def replied() -> None:
        async with transaction(Scope.person(w.ada.id)) as db:
            case = await case_for(db, w.ada, next(refs), lock=True)
            await reply_to_customer(db, case, REPLY["text"], by=w.ada, gate_reason=REPLY["gate_reason"])

    yield Write("open a case", opened, ("/cases",), CASE | {"customer": f"CU-{w.customer}"})
    yield Write("reply to a customer", replied, tuple(f"/cases/C-{one}/replies" for one in open_cases), REPLY)


async def in_turn(once: Once, floor: Floor, seconds: float) -> tuple[list[float], list[float]]:
    """What it took and what its floor took, in seconds, one right after the other."""
    took, least = list[float](), list[float]()
    for _ in range(WARM):
        await once()
        await floor.seconds()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(took) < 2:
        began = time.perf_counter()
        await once()
        took.append(time.perf_counter() - began)
        least.append(await floor.seconds())
    return took, least


async def drained(admin: asyncpg.Connection) -> None:
    """What was left to do before is none of what is measured."""
    waits = "SELECT EXISTS (SELECT FROM pgqueuer WHERE status <> 'failed' AND execute_after <= now())"
    for _ in range(600):
        if not await admin.fetchval(waits):
            return
        await asyncio.sleep(0.2)
    raise RuntimeError("The worker was not done with what was left within two minutes.")


@asynccontextmanager
async def over_http(url: str, admin: asyncpg.Connection, write: Write, w: World, *, apart: bool) -> AsyncIterator[Once]:
    async with served(url, with_worker=not apart) as web, working(url, wanted=apart):
        await drained(admin)
        cookies = await signed_in(web.port, w.ada)
        paths, form = cycle(write.paths[:-1] or write.paths), {**write.form, "_csrf_token": cookies["csrftoken"]}
        async with Wire(web.port, cookies) as wire:

            async def once() -> None:
                answer = await wire.post(path := next(paths), form)
                if answer.status != 200:
                    raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:300]!r}")

            yield once


async def measure(postgres: EmbeddedPostgres, cases: int, seconds: float, only: str) -> Table:
    admin, raw = await asyncpg.connect(admin_url(postgres)), await asyncpg.connect(postgres.app_url)
    database.connect(postgres.app_url)
    app, w = create_app(), await world(admin)
    await numbers_apart(admin)
    open_cases = [row["id"] for row in await admin.fetch(OWED)]
    table = _table(f"{cases:,} cases; {await machine(admin)}; {load()}")
    for write in (one for one in writes(w, open_cases) if only in one.name):
        floor = Floor(await _bare(app, write, postgres.app_url, w), raw, admin, w.ada.id)
        for name, apart in (("HTTP, worker in the same process", False), ("HTTP, worker in its own", True)):
            async with over_http(postgres.app_url, admin, write, w, apart=apart) as once:
                table.add_row(write.name, name, *_cells(*await in_turn(once, floor, seconds)))
        took, least = await in_turn(write.alone, floor, seconds)
        table.add_row(write.name, "the verb and its commit", *_cells(took, least), *await _replayed(write, floor))
    async with working(postgres.app_url, wanted=True):
        await drained(admin)
    await database.disconnect()
    return table


async def _replayed(write: Write, floor: Floor) -> list[str]:
    """How long its own statements take alone, and how many they are."""
    await floor.bare.take_away(floor.admin)
    replay = await replay_of(write.alone)
    took = [await replay.seconds(floor.raw, floor.admin, floor.person_id) for _ in range(REPLAYS)][WARM:]
    return [f"{median(took) * 1000:.1f}", str(len(replay.sent))]


async def _bare(app: Litestar, write: Write, url: str, w: World) -> Bare:
    async with served(url, with_worker=False) as web:
        return await bare_inserts_of(app, write.paths[-1], write.form, await signed_in(web.port, w.ada))


def _table(title: str) -> Table:
    caption = "ms, one after the other. Floor: the rows that it inserts, inserted by asyncpg in one transaction, asked in turn. Its statements alone: those that it sends, by asyncpg"
    table = Table(title=title, caption=f"{caption}. Limit: {LIMIT:.0f} times")
    for name in (
        "verb",
        "how",
        "times",
        "p50",
        "p95",
        "floor",
        "times its floor",
        "limit",
        "its statements alone",
        "how many",
    ):
        table.add_column(name, justify="left" if name in ("verb", "how") else "right")
    return table


def _cells(took: list[float], least: list[float]) -> list[str]:
    p50, p95 = p50_p95(took)
    floor, ratio = median(least) * 1000, median(took) / median(least)
    kept = "kept" if ratio <= LIMIT else "MISSED"
    return [str(len(took)), f"{p50:.1f}", f"{p95:.1f}", f"{floor:.1f}", f"{ratio:.1f}", kept]


@click.command()
@click.option("--cases", default=100_000, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=HOME, show_default=True)
@click.option("--seconds", default=5.0, show_default=True, help="For each verb in each of the three ways.")
@click.option("--only", default="", help="Part of a verb's name.")
@click.option("--width", default=140, show_default=True)
def main(cases: int, home: Path, seconds: float, only: str, width: int) -> None:
    """In the database that bench/fill.py made: open cases and reply, alone, over HTTP with web and worker in one process, and with the
    worker apart. The difference of the first two is HTTP, the page that answers and what the worker does meanwhile; of the last two
    it is the worker's share of that process."""
    Console(width=width).print(asyncio.run(measure(server(home, cases), cases, seconds, only)))


if __name__ == "__main__":
    main()
