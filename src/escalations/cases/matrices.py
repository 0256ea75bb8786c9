"""What stands behind a decision: every rule with every condition, and everybody with every hurdle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from ..routing.deciding import Decision
from ..routing.hurdles import Hurdle
from ..routing.naming import condition_in_words, had_in_words
from ..routing.questions import RuleOutcome
from ..routing.ranking import Weighed

HURDLES: Mapping[Hurdle, str] = {
    "clearance": "Cleared", "shift": "On shift", "presence": "There", "role": "Role", "skill": "Skill", "room": "Room", "again": "Not again",
}  # fmt: skip


@dataclass(frozen=True)
class AskedLine:
    words: str
    had: str
    holds: bool


@dataclass(frozen=True)
class RuleLine:
    number: int
    name: str
    verdict: str
    tone: str
    asked: tuple[AskedLine, ...]


def rule_lines(decision: Decision) -> list[RuleLine]:
    """Every rule in order, with every condition."""
    return [_rule_line(number, outcome, decision) for number, outcome in enumerate(decision.outcomes, 1)]


def _rule_line(number: int, outcome: RuleOutcome, decision: Decision) -> RuleLine:
    verdict, tone = "no", "muted"
    if outcome.rule == decision.rule.name:
        verdict, tone = "decided", "ok"
    elif outcome.expired:
        verdict = "expired"
    elif outcome.holds:
        verdict, tone = "holds too, but later", ""
    asked = tuple(AskedLine(condition_in_words(one.condition), had_in_words(one), one.holds) for one in outcome.answers)
    return RuleLine(number, outcome.rule, verdict, tone, asked)


@dataclass(frozen=True)
class PersonLine:
    """`over` says of each hurdle whether the person is over it."""

    id: int
    name: str
    over: tuple[bool, ...]
    why: str
    score: int | None
    chosen: bool


def person_lines(decision: Decision) -> list[PersonLine]:
    """Who could take it, the first first; then those who lack least."""
    lines = [_person_line(one, decision.assignee_id) for one in decision.candidates]
    return sorted(
        lines, key=lambda one: (not one.chosen, one.score is None, -(one.score or 0), one.over.count(False), one.name)
    )


def _person_line(one: Weighed, assignee_id: int | None) -> PersonLine:
    fails = {reason.hurdle for reason in one.reasons}
    over = tuple(hurdle not in fails for hurdle in get_args(Hurdle))
    why = ", ".join(exclusion.why for exclusion in one.exclusions) or _points(one.points)
    return PersonLine(one.person_id, one.name, over, why, one.score, one.person_id == assignee_id)


def _points(points: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {value:+d}" for name, value in points.items() if value)
