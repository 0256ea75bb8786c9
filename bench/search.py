"""How long searching takes in a filled world, by what is hard about a question, and how fast documents are put."""

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
from bench.search_questions import questions
from bench.world import World, world
from escalations import wiring
from escalations.cases.search import case_document, facts_of_case
from escalations.desk.asking import asking
from escalations.desk.queries.asked import answer_at_once, answer_to
from escalations.platform import db as database
from escalations.platform.db import Scope, Session, nothing_to_record, transaction
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.search import refresh_document, refresh_facts

Asked = Callable[[Session, str], Awaitable[Any]]
REFRESHED = 300


async def measured(scope: Scope, asked: Asked, typed: Sequence[str], rounds: int) -> list[tuple[float, float]]:
    """Milliseconds of each run after the first: as the clock on the wall says, and of the database's processor alone."""
    spent = []
    for number in range(rounds + 1):
        for text in typed:
            async with transaction(scope) as db:
                connection = await db.connection()
                backend = (await connection.exec_driver_sql("SELECT pg_backend_pid()")).scalar_one()
                before, began = _processor(backend), time.perf_counter()
                await asked(db, text)
                wall = (time.perf_counter() - began) * 1000
                if number:
                    spent.append((wall, _processor(backend) - before))
    return spent


def _processor(pid: int) -> float:
    """Milliseconds a process has been on a processor; 0 where there is no /proc."""
    told = Path(f"/proc/{pid}/schedstat")
    return int(told.read_text().split()[0]) / 1e6 if told.exists() else 0.0


def _row(name: str, spent: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    wall, processor = sorted(one for one, _ in spent), [one for _, one in spent]
    p95 = wall[min(len(wall) - 1, int(len(wall) * 0.95))]
    return (
        name,
        f"{statistics.median(wall):.1f}",
        f"{p95:.1f}",
        f"{wall[-1]:.1f}",
        f"{statistics.median(processor):.1f}",
    )


def doors(w: World) -> dict[str, Asked]:
    return {
        "as one types": lambda db, text: answer_at_once(db, asking(text), w.ada, each=5),
        "the page": lambda db, text: answer_to(db, asking(text), w.ada),
    }


async def _putting(admin: asyncpg.Connection) -> Table:
    """Through the readers that the reactions use, each in a transaction of its own as a reaction is."""
    ids = [row["id"] for row in await admin.fetch(
        "SELECT id FROM support_case WHERE boundary = 'public' ORDER BY id DESC LIMIT $1", REFRESHED)]  # fmt: skip
    table = Table("putting", "documents a second", box=None)
    for name, put in (
        ("a whole document", lambda db, number: refresh_document(db, "case", number, case_document)),
        ("its facts", lambda db, number: refresh_facts(db, "case", number, facts_of_case)),
    ):
        await admin.execute("UPDATE search_document SET facts = '{}' WHERE kind = 'case' AND object_id = ANY ($1)", ids)
        began = time.perf_counter()
        for number in ids:
            async with transaction(Scope.system("public")) as db:
                nothing_to_record(db, "documents follow from their things")
                await put(db, number)
        table.add_row(name, f"{REFRESHED / (time.perf_counter() - began):,.0f}")
    return table


async def run(postgres: EmbeddedPostgres, rounds: int, only: str, console: Console) -> None:
    wiring.load_rooms()
    admin = await asyncpg.connect(admin_url(postgres))
    database.connect(postgres.app_url, pool_size=1)
    try:
        w, asked = await world(admin), await questions(admin)
        for door, ask in doors(w).items():
            table = Table("question", "p50 ms", "p95 ms", "max ms", "p50 database cpu ms", title=door, box=None)
            for name, typed in asked.items():
                if only in name:
                    table.add_row(*_row(name, await measured(w.me, ask, typed, rounds)))
            console.print(table)
        console.print(await _putting(admin))
    finally:
        await database.disconnect()
        await admin.close()


@click.command()
@click.option("--cases", default=100_000, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=HOME, show_default=True)
@click.option("--fill/--no-fill", default=True, help="Fill the database anew first, or measure the one that is there.")
@click.option("--rounds", default=3, show_default=True, help="How often each question is asked.")
@click.option("--only", default="", help="Part of the name of a class of questions.")
def main(cases: int, home: Path, fill: bool, rounds: int, only: str) -> None:
    """Print what each class of questions costs."""
    postgres = server(home, cases)
    if fill:
        asyncio.run(create(postgres, cases))
    asyncio.run(run(postgres, rounds, only, Console(width=140)))


if __name__ == "__main__":
    main()
