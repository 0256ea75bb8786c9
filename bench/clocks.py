"""What the sweep over 100,000 running clocks costs: a tick with nothing due, with 1,000 due, with all of them due, and proving them all."""

import asyncio
import gc
import json
import platform
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import msgspec
import sqlalchemy
from rich.console import Console
from rich.table import Table

from bench.fill import HOME, admin_url, server
from bench.plans import connected, measure
from escalations import wiring
from escalations.cases.models import Case
from escalations.clocks.ledger import due_from_ledger
from escalations.clocks.models import Clock, ClockEvent
from escalations.clocks.policies import ClockRules, Terms, clock_policies
from escalations.clocks.policy_files import SEVERITIES
from escalations.clocks.queries import due_clocks
from escalations.clocks.readings import Entry
from escalations.clocks.sweeps import sweep_clocks
from escalations.platform.db import Scope
from escalations.platform.postgres import EmbeddedPostgres, ensure_database
from escalations.platform.schema import migrate
from escalations.platform.time import now
from escalations.schedule import Duty, sweep_everywhere

CLOCKS, SOME = 100_000, 1000
BUDGET = 2.0
SEED = 20261121
PUBLIC = Scope.system("public")
SWEEP = Duty(sweep_clocks, drains=True)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Singapore", "Europe/London", "Australia/Sydney")
PLANS = ("standard", "prodirect", "premier", "unified")


@dataclass(frozen=True)
class Timed:
    """Seconds by the clock, and of this process's own processor time, for so many clocks that were told of."""

    what: str
    told: int
    seconds: float
    processor: float


@dataclass(frozen=True)
class Figures:
    clocks: int
    timed: tuple[Timed, ...]
    plan: tuple[str, ...]
    machine: str

    @property
    def within_budget(self) -> bool:
        """A tick of the sweep, with nothing to tell and with a thousand clocks to tell of."""
        return all(one.seconds <= BUDGET for one in self.timed[:2])


@dataclass(frozen=True)
class World:
    """The ledgers, and moments by which nothing, a thousand clocks and all of them are due."""

    ledgers: dict[int, list[Entry]]
    quiet: datetime
    some: datetime
    all: datetime


def figures(clocks: int = CLOCKS, home: Path = HOME) -> Figures:
    return asyncio.run(_figures(clocks, home))


async def _figures(count: int, home: Path) -> Figures:
    postgres = EmbeddedPostgres(server(home, 0).server, "bench_clocks")
    await _anew(postgres)
    await migrate(postgres.owner_url)
    wiring.load_rooms()
    world, version = await _fill(postgres, count)
    async with connected(postgres):
        found = await measure("due clocks", PUBLIC, lambda db: due_clocks(db, world.some, SOME), runs=1)
        await sweep_everywhere(world.quiet, [SWEEP])
        timed = [
            await _timed("a tick, nothing due", lambda: sweep_everywhere(world.quiet, [SWEEP])),
            await _timed(f"a tick, {SOME:,} due", lambda: sweep_everywhere(world.some, [SWEEP])),
            await _timed("all of them due at once", lambda: sweep_everywhere(world.all, [SWEEP])),
            await _timed("every due time from its ledger", lambda: _prove(world.ledgers)),
        ]
    plan = tuple(node.name for node in found.nodes if node.index or node.table == "clock")
    machine = f"{platform.machine()}, Python {platform.python_version()}, PostgreSQL {version}, SQLAlchemy {sqlalchemy.__version__}"
    return Figures(count, tuple(timed), plan, f"{machine}, asyncpg {asyncpg.__version__}")


async def _anew(postgres: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(postgres.admin_url)
    await connection.execute(f"DROP DATABASE IF EXISTS {postgres.database} WITH (FORCE)")
    await connection.close()
    await ensure_database(postgres)


async def _timed(what: str, work: Callable[[], Awaitable[int]]) -> Timed:
    gc.collect()
    began, worked = time.perf_counter(), time.process_time()
    told = await work()
    return Timed(what, told, round(time.perf_counter() - began, 3), round(time.process_time() - worked, 3))


async def _prove(ledgers: dict[int, list[Entry]]) -> int:
    calendars = clock_policies().calendars
    return sum(due_from_ledger(ledger, calendars).due_at is not None for ledger in ledgers.values())


async def _fill(postgres: EmbeddedPostgres, count: int) -> tuple[World, str]:
    """A case for each clock. What is due lies a day ahead, spread over a month; a thousand come first."""
    admin = await asyncpg.connect(admin_url(postgres))
    await admin.execute("SET session_replication_role = replica")
    random, rules, at = Random(SEED), clock_policies(), now()
    ledgers = {number: _ledger(random, rules, at) for number in range(1, count + 1)}
    clocks = [_clock(number, ledger, rules) for number, ledger in ledgers.items()]
    await _copy(admin, "support_case", [_case(clock) for clock in clocks])
    await _copy(admin, "clock", [clock.model_dump() for clock in clocks])
    written = (ClockEvent.writing(entry, clock, 0) for clock in clocks for entry in ledgers[clock.id])
    await _copy(admin, "clock_event", [row.model_dump(exclude={"id"}) for row in written])
    await admin.execute("VACUUM ANALYZE clock, clock_event, support_case")
    version = str(await admin.fetchval("SHOW server_version"))
    await admin.close()
    wakes = sorted(clock.wake_at for clock in clocks if clock.wake_at)
    last = max(clock.due_at for clock in clocks if clock.due_at)
    return World(ledgers, wakes[0] - timedelta(seconds=1), wakes[SOME - 1], last), version


def _ledger(random: Random, rules: ClockRules, at: datetime) -> list[Entry]:
    """Targets as the policy gives them; a third has waited for the customer, a tenth was raised or lowered."""
    terms = Terms(
        severity=random.choice(SEVERITIES),
        plan=random.choice(PLANS),
        zone=random.choice(ZONES),
        cover=random.random() < 0.1,
    )
    target = rules.target("next_update", terms, at)
    assert target is not None
    began = at + timedelta(days=1, minutes=random.uniform(0, 30 * 1440))
    calendar = rules.calendars.in_force(target.calendar_key, at).ref
    minutes, policy = target.minutes, target.policy_version
    ledger = [Entry(what="started", at=began, minutes=minutes, calendar=calendar, policy=policy)]
    if random.random() < 0.33:
        pause, length = began + timedelta(minutes=random.uniform(1, 10)), timedelta(minutes=random.uniform(1, 2000))
        ledger += [Entry(what="paused", at=pause, why="customer"), Entry(what="resumed", at=pause + length)]
    if random.random() < 0.1:
        change = ledger[-1].at + timedelta(minutes=1)
        ledger.append(
            Entry(what="retargeted", at=change, why="severity", minutes=minutes * 2, calendar=calendar, policy=policy)
        )
    return ledger


def _clock(number: int, ledger: list[Entry], rules: ClockRules) -> Clock:
    first = ledger[0]
    clock = Clock(
        id=number, boundary="public", case_id=number, holder="support", kind="next_update", started_at=first.at, state="running",
        policy_version=first.policy, calendar=first.calendar, target_minutes=0,
    )  # fmt: skip
    clock.follow(due_from_ledger(ledger, rules.calendars), rules)
    return clock


def _case(clock: Clock) -> dict[str, Any]:
    at = clock.started_at
    case = Case(
        id=clock.case_id, boundary="public", title="A case", description="Its words.", customer_id=1, family="storage", resources=[],
        error_codes=[], claimed="B", severity="B", queue="storage", opened_at=at, queued_at=at, changed_at=at, due_at=clock.due_at,
        due_kind=clock.kind,
    )  # fmt: skip
    return {**case.model_dump(), "version": 1}


async def _copy(admin: asyncpg.Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    await admin.copy_records_to_table(table, records=[[*row.values()] for row in rows], columns=[*rows[0]])


def main() -> None:
    found = figures()
    if "--json" in sys.argv:
        print(json.dumps(msgspec.to_builtins(found)))
        return
    table = Table(title=f"{found.clocks:,} running clocks; seconds")
    for heading in ("", "told of", "by the clock", "by the processor"):
        table.add_column(heading, justify="right" if heading else "left")
    for one in found.timed:
        table.add_row(one.what, f"{one.told:,}", f"{one.seconds:.2f}", f"{one.processor:.2f}")
    console = Console()
    console.print(table)
    console.print(f"The sweep's plan: {', '.join(found.plan)}. {found.machine}")


if __name__ == "__main__":
    main()
