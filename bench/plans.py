"""Runs a query function as the program does and collects the plans that the server really used, nested ones included."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from escalations.platform import db as database
from escalations.platform.db import Scope, Session, transaction
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.protection import APP_ROLE

Asked = Callable[[Session], Awaitable[Any]]
BOUNDARIES_OF_ITSELF = "SELECT CASE\n    WHEN coalesce(current_setting('app.person_id'"
SETTLED = 6
"""After five runs of a prepared statement the server may go over to one plan for all parameters, as it does in production."""


@dataclass(frozen=True)
class Node:
    """`rows` and `expected` are of all loops together; `ms` is the node's own, without its children."""

    what: str
    table: str
    index: str
    rows: float
    expected: float
    dropped: float
    ms: float
    ran_out: bool = True
    """Whether it was asked for all its rows: below a limit, and where the first row answers, an estimate of all of them is never put to the test."""

    @property
    def off_by(self) -> float:
        """How many times more or fewer rows came than were expected."""
        return max(self.rows, self.expected) / max(1.0, min(self.rows, self.expected))

    @property
    def is_scan_of_all(self) -> bool:
        return self.what in ("Seq Scan", "Parallel Seq Scan")

    @property
    def name(self) -> str:
        return " ".join(word for word in (self.what, self.table, self.index and f"by {self.index}") if word)


@dataclass(frozen=True)
class Plan:
    statement: str
    ms: float
    rows: float
    pages: int
    nodes: tuple[Node, ...]


@dataclass
class Measured:
    """`ms` is what the function took without plans being taken, Python included; `shown` how many rows it answered with, 0 where it
    answers with something else."""

    name: str
    ms: float = 0
    plans: list[Plan] = field(default_factory=list)
    shown: int = 0

    @property
    def nodes(self) -> Iterator[Node]:
        return (node for plan in self.plans for node in plan.nodes)

    def scanned(self, tables: frozenset[str]) -> list[str]:
        return sorted({node.table for node in self.nodes if node.is_scan_of_all and node.table in tables})


class _Undo(Exception): ...


async def allow_plans(postgres: EmbeddedPostgres, admin: asyncpg.Connection) -> None:
    """Lets the application role ask for plans in this database, and only asks for none."""
    settings = {
        "log_analyze": "on",
        "log_buffers": "on",
        "log_format": "json",
        "log_nested_statements": "on",
        "log_min_duration": "-1",
    }
    await admin.execute("LOAD 'auto_explain'")
    await admin.execute(f"ALTER DATABASE {postgres.database} SET session_preload_libraries = 'auto_explain'")
    for name, value in settings.items():
        await admin.execute(f"ALTER DATABASE {postgres.database} SET auto_explain.{name} = '{value}'")
    await admin.execute(f"GRANT SET ON PARAMETER auto_explain.log_min_duration TO {APP_ROLE}")


async def measure(name: str, scope: Scope, asked: Asked, *, runs: int = 5) -> Measured:
    """The fastest of the runs, since on a shared machine the others say what else was going on. Every run is rolled back."""
    told: Any = None

    async def answered(db: Session) -> None:
        nonlocal told
        told = await asked(db)

    for _ in range(SETTLED):
        await _once(scope, answered)
    spent = [await _once(scope, answered) for _ in range(runs)]
    explained = [await _explained(scope, asked) for _ in range((runs + 1) // 2)]
    least = min(explained, key=lambda plans: sum(plan.ms for plan in plans))
    return Measured(name, min(spent) * 1000, least, len(told) if isinstance(told, Sequence) else 0)


async def _explained(scope: Scope, asked: Asked) -> list[Plan]:
    plans: list[Plan] = []
    await _once(scope, asked, plans)
    return plans


async def _once(scope: Scope, asked: Asked, plans: list[Plan] | None = None) -> float:
    spent = 0.0
    try:
        async with transaction(scope) as db:
            if plans is not None:
                async with _listening(db, plans):
                    await asked(db)
                    await db.flush()
                raise _Undo
            began = time.perf_counter()
            await asked(db)
            await db.flush()
            spent = time.perf_counter() - began
            raise _Undo
    except _Undo:
        return spent


@asynccontextmanager
async def _listening(db: Session, plans: list[Plan]) -> AsyncIterator[None]:
    connection = await db.connection()
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection

    def note(_connection: object, message: Any) -> None:
        if "plan:\n" in message.message and (plan := _read(message.message)):
            plans.append(plan)

    driver.add_log_listener(note)
    await connection.exec_driver_sql(
        "SELECT set_config('client_min_messages', 'log', true), set_config('auto_explain.log_min_duration', '0', true)"
    )
    try:
        yield
        await connection.exec_driver_sql(
            "SELECT set_config('auto_explain.log_min_duration', '-1', true), set_config('client_min_messages', 'notice', true)"
        )
        await asyncio.sleep(0)
    finally:
        driver.remove_log_listener(note)


def _read(message: str) -> Plan | None:
    head, _, text = message.partition("plan:\n")
    told = json.loads(text)
    statement, tree = told["Query Text"].strip(), told["Plan"]
    if statement.startswith(BOUNDARIES_OF_ITSELF) or "set_config(" in statement:
        return None
    pages = tree.get("Shared Hit Blocks", 0) + tree.get("Shared Read Blocks", 0)
    return Plan(statement, float(head.split()[1]), tree["Actual Rows"], pages, tuple(_nodes(tree)))


STOPS = ("Limit", "Merge Join")
FIRST_ONLY = ("Semi", "Anti", "Right Semi", "Right Anti")


def _nodes(tree: dict[str, Any], ran_out: bool = True) -> Iterator[Node]:
    children = tree.get("Plans", [])
    loops = tree.get("Actual Loops", 1)
    whole = tree.get("Actual Total Time", 0) * loops
    own = whole - sum(child.get("Actual Total Time", 0) * child.get("Actual Loops", 1) for child in children)
    yield Node(
        what=tree["Node Type"], table=tree.get("Relation Name", tree.get("Function Name", tree.get("CTE Name", ""))), index=tree.get("Index Name", ""),
        rows=tree.get("Actual Rows", 0) * loops, expected=tree.get("Plan Rows", 0) * loops,
        dropped=(tree.get("Rows Removed by Filter", 0) + tree.get("Rows Removed by Index Recheck", 0)) * loops, ms=max(own, 0), ran_out=ran_out,
    )  # fmt: skip
    for child in children:
        yield from _nodes(child, _runs_out(tree, child, ran_out))


def _runs_out(tree: dict[str, Any], child: dict[str, Any], ran_out: bool) -> bool:
    """What sorts or hashes reads all of its input, whoever asks it; a subplan of a condition may be left at its first row."""
    if tree["Node Type"] in ("Sort", "Incremental Sort", "Hash", "Aggregate", "Materialize", "WindowAgg"):
        return True
    stops = tree["Node Type"] in STOPS or tree.get("Join Type") in FIRST_ONLY
    return ran_out and not stops and child.get("Parent Relationship") != "SubPlan"


@asynccontextmanager
async def connected(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    """The application on one connection that it keeps, and beside it the superuser's."""
    admin = await asyncpg.connect(postgres.admin_url.replace("/postgres?", f"/{postgres.database}?"))
    await allow_plans(postgres, admin)
    database.connect(postgres.app_url, pool_size=1)
    try:
        yield admin
    finally:
        await database.disconnect()
        await admin.close()
