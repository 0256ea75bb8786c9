"""How long searching takes in a filled world, by what is hard about a question; how fast documents are put, and found."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import asyncpg
import click
from rich.console import Console
from rich.table import Table

from bench.fill import HOME, admin_url, create, server
from bench.search_engine import beside, counted, reindexed
from bench.search_indexing import lags, rates
from bench.search_questions import questions
from bench.world import World, world
from escalations import wiring
from escalations.desk.asking import asking
from escalations.desk.queries.asked import answer_at_once, answer_to
from escalations.platform import db as database
from escalations.platform.db import Scope, Session, transaction
from escalations.platform.postgres import EmbeddedPostgres

Asked = Callable[[Session, str], Awaitable[Any]]
HEADINGS = ("question", "p50 ms", "p95 ms", "max ms", "fastest p95", "processors p50", "p95", "by the engine")
_HELD = """SELECT version() || ', shared_buffers ' || current_setting('shared_buffers') || '; ' || string_agg(kind || ' ' || documents, ', ')
  FROM (SELECT kind, count(*) AS documents FROM search_document GROUP BY kind ORDER BY 2 DESC) held"""


async def measured(scope: Scope, asked: Asked, typed: Sequence[str], rounds: int) -> list[tuple[float, float]]:
    """Milliseconds of each run after the first: as the clock on the wall says, and of processors, the database's and our own."""
    spent = []
    for number in range(rounds + 1):
        for text in typed:
            async with transaction(scope) as db:
                connection = await db.connection()
                backend = (await connection.exec_driver_sql("SELECT pg_backend_pid()")).scalar_one()
                before, own, began = _processor(backend), time.process_time(), time.perf_counter()
                await asked(db, text)
                wall, own = (time.perf_counter() - began) * 1000, (time.process_time() - own) * 1000
                if number:
                    spent.append((wall, _processor(backend) - before + own))
    return spent


def _processor(pid: int) -> float:
    """Milliseconds a process has been on a processor; 0 where there is no /proc."""
    told = Path(f"/proc/{pid}/schedstat")
    return int(told.read_text().split()[0]) / 1e6 if told.exists() else 0.0


def _row(name: str, spent: Sequence[tuple[float, float]], questions: int, by_engine: Sequence[bool]) -> tuple[str, ...]:
    """`fastest` is of each question's own runs, since on a shared machine the others say what else was going on."""
    wall, processor = sorted(one for one, _ in spent), sorted(one for _, one in spent)
    fastest = sorted(min(one for one, _ in spent[n::questions]) for n in range(questions))
    told = (statistics.median(wall), _p95(wall), wall[-1], _p95(fastest), statistics.median(processor), _p95(processor))
    return (name, *(f"{one:.1f}" for one in told), f"{sum(by_engine)} of {len(by_engine)}" if by_engine else "")


def _p95(ordered: Sequence[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def doors(w: World) -> dict[str, Asked]:
    return {
        "as one types": lambda db, text: answer_at_once(db, asking(text), w.ada, each=5),
        "the page": lambda db, text: answer_to(db, asking(text), w.ada),
    }


async def run(postgres: EmbeddedPostgres, which: str, rounds: int, only: str, console: Console) -> None:
    wiring.load_rooms()
    await ready(postgres)
    admin = await asyncpg.connect(admin_url(postgres))
    database.connect(postgres.app_url, pool_size=4)
    try:
        async with beside(which):
            console.print(f"[bold]{which}[/bold], {await admin.fetchval(_HELD)}")
            if which == "meilisearch":
                console.print(await reindexed(admin))
            w, asked = await world(admin), await questions(admin)
            for door, ask in doors(w).items():
                table = Table(*HEADINGS, title=door, box=None)
                for name, typed in asked.items():
                    if only in name:
                        with counted() as by_engine:
                            spent = await measured(w.me, ask, typed, rounds)
                        table.add_row(*_row(name, spent, len(typed), by_engine))
                console.print(table)
            if not only:
                console.print(await rates(admin, w, postgres.app_url))
                console.print(await lags(admin, w, postgres.app_url))
    finally:
        await database.disconnect()
        await admin.close()


async def ready(postgres: EmbeddedPostgres) -> None:
    """What is searched is in memory, as it is in a server that has searched for an hour."""
    admin = await asyncpg.connect(admin_url(postgres))
    await admin.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
    await admin.execute(
        "SELECT pg_prewarm(c.oid) FROM pg_class c WHERE c.relname ~ 'search_' AND c.relkind IN ('i', 'r')"
    )
    await admin.close()


@click.command()
@click.option("--cases", default=100_000, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=HOME, show_default=True)
@click.option("--fill/--no-fill", default=True, help="Fill the database anew first, or measure the one that is there.")
@click.option("--rounds", default=3, show_default=True, help="How often each question is asked.")
@click.option("--only", default="", help="Part of the name of a class of questions.")
@click.option(
    "--engine", "which", type=click.Choice(["postgres", "meilisearch"]), default="postgres", show_default=True
)
def main(cases: int, home: Path, fill: bool, rounds: int, only: str, which: str) -> None:
    """Print what each class of questions costs, how fast documents are put, and how soon they are found."""
    postgres = server(home, cases)
    if fill:
        asyncio.run(create(postgres, cases))
    asyncio.run(run(postgres, which, rounds, only, Console(width=140)))


if __name__ == "__main__":
    main()
