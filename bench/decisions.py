"""What one routing decision costs with 500 rules and 500 engineers: the decision itself, its record, and making it again from it."""

import gc
import json
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from statistics import quantiles
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from bench.decision_world import NOON, SEED, cases, crowd, large_rule_set
from escalations.routing.deciding import Decision, decide, recompute

RULES, ENGINEERS, CASES = 500, 500, 1000
BUDGET = 2.0


@dataclass(frozen=True)
class Timed:
    """Milliseconds by the clock, and of the processor alone: other work on the machine hardly changes those."""

    what: str
    p50: float
    p95: float
    cpu_p50: float
    cpu_p95: float


@dataclass(frozen=True)
class Figures:
    timed: tuple[Timed, ...]
    record_bytes: int
    facts_bytes: int
    assigned: float
    machine: str

    @property
    def within_budget(self) -> bool:
        return self.timed[0].p95 <= BUDGET


def figures(rules: int = RULES, engineers: int = ENGINEERS, count: int = CASES) -> Figures:
    random = Random(SEED)
    rule_set, roster, facts = large_rule_set(random, rules), crowd(random, engineers), list(cases(random, count))
    decide(facts[0], rule_set, roster, NOON)
    gc.collect()
    gc.freeze()
    decided, decisions = _timed("decide", lambda one: decide(one, rule_set, roster, NOON), facts)
    explained, _ = _timed("say why in three sentences", lambda one: one.reasons, decisions)
    encoded, stored = _timed("make the record", Decision.stored, [decide(one, rule_set, roster, NOON) for one in facts])
    again, _ = _timed("decide again from the record", lambda one: recompute(*one), stored)
    gc.unfreeze()
    return Figures(
        timed=(decided, explained, encoded, again),
        record_bytes=_mean([len(msgspec.json.encode(record)) for _, record in stored]),
        facts_bytes=_mean([len(msgspec.json.encode(known)) for known, _ in stored]),
        assigned=sum(one.assignee_id is not None for one in decisions) / count,
        machine=f"{platform.machine()}, Python {platform.python_version()}, msgspec {msgspec.__version__}",
    )


def _timed(what: str, make: Callable[[Any], Any], given: list[Any]) -> tuple[Timed, list[Any]]:
    taken, worked, made = [], [], []
    for one in given:
        began, at_work = time.perf_counter(), time.thread_time()
        made.append(make(one))
        worked.append((time.thread_time() - at_work) * 1000)
        taken.append((time.perf_counter() - began) * 1000)
    return Timed(what, *_cut(taken), *_cut(worked)), made


def _cut(taken: list[float]) -> tuple[float, float]:
    cut = quantiles(taken, n=20)
    return round(cut[9], 3), round(cut[18], 3)


def _mean(numbers: list[int]) -> int:
    return sum(numbers) // len(numbers)


def main() -> None:
    found = figures()
    if "--json" in sys.argv:
        print(json.dumps(msgspec.to_builtins(found)))
        return
    table = Table(title=f"{RULES} rules, {ENGINEERS} engineers, {CASES} cases; milliseconds")
    for heading in ("", "p50", "p95", "cpu p50", "cpu p95"):
        table.add_column(heading, justify="right" if heading else "left")
    for one in found.timed:
        table.add_row(one.what, f"{one.p50:.2f}", f"{one.p95:.2f}", f"{one.cpu_p50:.2f}", f"{one.cpu_p95:.2f}")
    console = Console()
    console.print(table)
    console.print(
        f"A record is {found.record_bytes / 1000:.1f} KB of JSON on average, the facts beside it {found.facts_bytes / 1000:.1f} KB;"
        f" {found.assigned:.0%} of the cases found somebody. {found.machine}"
    )


if __name__ == "__main__":
    main()
