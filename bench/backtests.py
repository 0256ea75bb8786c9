"""How many past cases a second are tried under other rules: facts alone, and with their reading from a database."""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import msgspec
from rich.console import Console
from rich.table import Table

from bench.decision_world import NOON, SEED, cases, large_rule_set
from bench.fill import HOME, admin_url, server
from escalations import wiring
from escalations.cases.models import Case, RoutingDecision
from escalations.cases.queries.past_decisions import Period, past_decisions
from escalations.platform import db as database
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres, ensure_database
from escalations.platform.schema import migrate
from escalations.routing.backtesting import Backtest, PastDecision
from escalations.routing.facts import CaseFacts
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import RuleSet

CASES, RULES = 20_000, 500
BUDGET = 20_000
EVERYTHING = Period(NOON - timedelta(days=3650), NOON + timedelta(days=1))
_facts = msgspec.json.Decoder(CaseFacts)


@dataclass(frozen=True)
class Rate:
    """Cases a second by the clock, and by the processor time of this process alone. The fastest of three runs."""

    what: str
    rules: int
    by_clock: int
    by_processor: int

    @property
    def within_budget(self) -> bool:
        return self.by_clock >= BUDGET


@dataclass(frozen=True)
class Figures:
    cases: int
    facts_bytes: int
    rates: tuple[Rate, ...]

    @property
    def within_budget(self) -> bool:
        return all(rate.within_budget for rate in self.rates)


def figures(count: int = CASES, home: Path | None = HOME) -> Figures:
    """Without a home the database is left out."""
    random = Random(SEED)
    many = large_rule_set(random, RULES)
    facts = [msgspec.json.encode(one) for one in cases(random, count)]
    rates = [_in_memory(rules, facts) for rules in (rule_set(), many)]
    if home is not None:
        rates += asyncio.run(_from_database(home, facts, (rule_set(), many)))
    return Figures(count, sum(map(len, facts)) // count, tuple(rates))


def _in_memory(rules: RuleSet, facts: list[bytes]) -> Rate:
    def replay() -> None:
        backtest = Backtest(rules)
        for number, told in enumerate(facts):
            backtest.replay(_past(number, _facts.decode(told)))

    taken = [_timed(replay) for _ in range(3)]
    return _rate("facts in memory", rules, len(facts), taken)


def _past(number: int, facts: CaseFacts) -> PastDecision:
    return PastDecision(number, number, facts.opened_at, "bench", "bench", "triage", None, "storage", facts)


def _timed(replay: Callable[[], None]) -> tuple[float, float]:
    gc.collect()
    began, worked = time.perf_counter(), time.process_time()
    replay()
    return time.perf_counter() - began, time.process_time() - worked


def _rate(what: str, rules: RuleSet, count: int, taken: list[tuple[float, float]]) -> Rate:
    clock, processor = (min(column) for column in zip(*taken, strict=True))
    return Rate(what, len(rules.rules), round(count / clock), round(count / processor))


async def _from_database(home: Path, facts: list[bytes], sets: Iterable[RuleSet]) -> list[Rate]:
    postgres = EmbeddedPostgres(server(home, 0).server, "bench_backtests")
    connection = await asyncpg.connect(postgres.admin_url)
    await connection.execute(f"DROP DATABASE IF EXISTS {postgres.database} WITH (FORCE)")
    await connection.close()
    await ensure_database(postgres, fast_and_unsafe=True)
    await migrate(postgres.owner_url)
    wiring.load_rooms()
    await _fill(postgres, facts)
    database.connect(postgres.app_url, pool_size=1)
    try:
        return [await _read(rules, len(facts)) for rules in sets]
    finally:
        await database.disconnect()


async def _read(rules: RuleSet, count: int) -> Rate:
    taken = []
    for _ in range(3):
        gc.collect()
        began, worked = time.perf_counter(), time.process_time()
        backtest = Backtest(rules)
        async with transaction(Scope.system(*rules.catalogue.boundaries)) as db:
            async for batch in past_decisions(db, EVERYTHING):
                for past in batch:
                    backtest.replay(past)
        taken.append((time.perf_counter() - began, time.process_time() - worked))
        assert backtest.total.cases == count
    return _rate("read from the database", rules, count, taken)


async def _fill(postgres: EmbeddedPostgres, facts: list[bytes]) -> None:
    """A case with its decision for each of the facts."""
    admin = await asyncpg.connect(admin_url(postgres))
    await admin.execute("SET session_replication_role = replica")
    cased, decided = zip(*(_rows(number, told) for number, told in enumerate(facts, 1)), strict=True)
    for table, rows in (("support_case", cased), ("routing_decision", decided)):
        await admin.copy_records_to_table(table, records=[[*row.values()] for row in rows], columns=[*rows[0]])
    await admin.execute("ANALYZE support_case; ANALYZE routing_decision")
    await admin.close()


def _rows(number: int, told: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    facts = _facts.decode(told)
    at, family = facts.opened_at, facts.family or "other"
    case = Case(
        id=number, boundary=facts.boundary, title=facts.text[:60], description=facts.text, customer_id=1, family=family, resources=[],
        error_codes=[], claimed=facts.severity, severity=facts.severity, queue=family, opened_at=at, queued_at=at, changed_at=at,
        closed_at=at + timedelta(days=1),
    )  # fmt: skip
    decision = RoutingDecision(
        id=number, boundary=facts.boundary, case_id=number, at=at, rule_set="bench", rule="bench", queue="triage", reasons=[],
    )  # fmt: skip
    return {**case.model_dump(), "version": 1}, {**decision.model_dump(), "facts": told.decode(), "record": "{}"}


def main() -> None:
    found = figures(home=None if "--memory" in sys.argv else HOME)
    if "--json" in sys.argv:
        print(json.dumps(msgspec.to_builtins(found)))
        return
    table = Table(title=f"{found.cases:,} cases of {found.facts_bytes:,} bytes of facts; cases a second")
    for heading in ("", "rules", "by the clock", "by the processor"):
        table.add_column(heading, justify="right" if heading else "left")
    for rate in found.rates:
        table.add_row(rate.what, str(rate.rules), f"{rate.by_clock:,}", f"{rate.by_processor:,}")
    Console().print(table)


if __name__ == "__main__":
    main()
