"""What lint finds: where, what, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..rules import RuleSet

Grade = Literal["error", "warning", "note"]
GRADES: tuple[Grade, ...] = ("error", "warning", "note")
Kind = Literal[
    "unreadable", "malformed", "unknown", "catch_all",
    "shadowed", "unreachable", "contradictory", "overlapping", "asleep", "needless",
    "expired", "expiring", "example", "relaxing", "never_hit", "unstaffed", "unworked",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """`rule` is empty for what is said of a file, `place` is file and line; `other` are the other rules that it is about."""

    kind: Kind
    grade: Grade
    rule: str
    place: str
    says: str
    remedy: str
    other: tuple[str, ...] = ()


def in_order(rules: RuleSet, complaints: Iterable[Complaint]) -> list[Complaint]:
    """The worst first, then in the order of the rules."""
    numbers = {rule.name: number for number, rule in enumerate(rules.rules)}
    return sorted(complaints, key=lambda one: (GRADES.index(one.grade), numbers.get(one.rule, -1)))


def quoted(names: Iterable[str], most: int = 4) -> str:
    """`“A”, “B” and 3 others`"""
    told = [f"“{name}”" for name in names]
    if len(told) > most + 1:
        told[most:] = [f"{len(told) - most} others"]
    *first, last = told
    return f"{', '.join(first)} and {last}" if first else last
