"""What is counted of past cases, and when one counts as wrongly routed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import NamedTuple

from ..facts import CaseFacts


class PastDecision(NamedTuple):
    """Where an opened case was sent and by which rule. `solved_in` is the queue in which it was closed, None while it is open."""

    id: int
    case_id: int
    at: datetime
    rule_set: str
    rule: str
    queue: str
    assignee_id: int | None
    solved_in: str | None
    facts: CaseFacts


class Cell(NamedTuple):
    """Cases that are alike in all that is counted."""

    family: str | None
    severity: str
    plan: str | None
    cover: bool
    rule: str
    before: str
    after: str
    solved_in: str | None


GROUPS: Mapping[str, Callable[[Cell], str]] = {
    "family": lambda cell: cell.family or "unclear",
    "severity": lambda cell: cell.severity,
    "tier": lambda cell: f"{cell.plan or 'no plan'}{', covered' if cell.cover else ''}",
}


class Move(NamedTuple):
    past: PastDecision
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Count:
    """A case goes wrong when it is sent to another queue than the one that solved it; of open cases nobody knows yet."""

    cases: int = 0
    moved: int = 0
    solved: int = 0
    wrong_before: int = 0
    wrong_after: int = 0
    newly_right: int = 0
    newly_wrong: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, name) + getattr(other, name) for name in Count.__slots__))


def count_of(cell: Cell, cases: int) -> Count:
    is_solved = cell.solved_in is not None
    was_wrong = is_solved and cell.before != cell.solved_in
    is_wrong = is_solved and cell.after != cell.solved_in
    return Count(
        cases=cases,
        moved=cases * (cell.before != cell.after),
        solved=cases * is_solved,
        wrong_before=cases * was_wrong,
        wrong_after=cases * is_wrong,
        newly_right=cases * (was_wrong and not is_wrong),
        newly_wrong=cases * (is_wrong and not was_wrong),
    )


def sum_of(counts: Iterable[Count]) -> Count:
    return reduce(add, counts, Count())
