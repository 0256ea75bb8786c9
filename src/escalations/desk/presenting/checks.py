"""What there is to say against the rules, for their page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ...platform.resources import rules_dir
from ...platform.time import now
from ...routing.linting import Complaint, Grade, Layout, Practice, Skilled, collect, in_order, of_practice, of_rules
from ...routing.rule_files import rule_set
from ...routing.rules import RuleSet

DAYS = 90
_TONES: dict[Grade, str] = {"error": "bad", "warning": "warn", "note": ""}


@dataclass(frozen=True)
class ComplaintLine:
    """`rule` is empty for what is said of a file, `number` is missing for a rule that is not in force."""

    grade: Grade
    tone: str
    rule: str
    number: int | None
    says: str
    remedy: str
    place: str


@dataclass(frozen=True)
class RuleCheck:
    """`refused` are the faults of files that changed and were not taken; the rest is about the rules in force."""

    refused: list[ComplaintLine]
    faults: list[ComplaintLine]
    notes: list[ComplaintLine]

    @property
    def verdict(self) -> str:
        errors = sum(line.grade == "error" for line in self.faults)
        warnings = len(self.faults) - errors
        told = [_counted(errors, "error")] if errors else []
        told += [_counted(warnings, "warning")] if warnings else []
        return " and ".join(told) or "no faults"

    @property
    def noted(self) -> str:
        return _counted(len(self.notes), "note")


def rule_check(staff: frozenset[Skilled], fault: str | None) -> RuleCheck:
    """How often rules were used is left out: everybody sees other cases, and their number stands at each rule."""
    complaints = _complaints(rule_set(), now().date(), staff)
    lines, files = _lines(complaints), rules_dir()
    return RuleCheck(
        refused=_lines(collect(files, files).faults) if fault else [],
        faults=[line for line in lines if line.grade != "note"],
        notes=[line for line in lines if line.grade == "note"],
    )


@lru_cache(maxsize=8)
def _complaints(rules: RuleSet, today: date, staff: frozenset[Skilled]) -> tuple[Complaint, ...]:
    layout, of_files = _linted(rules, today)
    practice = Practice(hits={}, days=DAYS, staff=staff)
    return tuple(in_order(rules, [*of_files, *of_practice(layout, practice)]))


@lru_cache(maxsize=2)
def _linted(rules: RuleSet, _today: date) -> tuple[Layout, tuple[Complaint, ...]]:
    """Once a day, since that is how often a rule can expire."""
    layout = Layout(rules, now())
    return layout, tuple(of_rules(layout))


def _lines(complaints: Iterable[Complaint]) -> list[ComplaintLine]:
    numbers = {rule.name: number for number, rule in enumerate(rule_set().rules, 1)}
    return [
        ComplaintLine(one.grade, _TONES[one.grade], one.rule, numbers.get(one.rule), one.says, one.remedy, one.place)
        for one in complaints
    ]


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
