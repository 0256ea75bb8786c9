"""Values of a rule that change nothing: another says it already, or the rest of the rule excludes it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..conditions import Condition
from ..naming import name_of
from ..rules import Rule
from .boxes import Box, Space
from .complaints import Complaint
from .layout import Layout


def needless(layout: Layout) -> Iterator[Complaint]:
    for rule in layout.alive:
        for condition in rule.conditions:
            for value in _useless_values(layout.space, layout.boxes[rule.name], rule.conditions, condition):
                yield _useless_value(rule, condition, value)
        for skill, level in rule.action.prefer.items():
            if level <= _least_required(rule, skill):
                yield _useless_preference(rule, skill)


def _useless_values(space: Space, box: Box, conditions: Iterable[Condition], condition: Condition) -> Iterator[str]:
    """Without them the rule asks for the same cases. Of two that say the same, the second."""
    rest = [one for one in conditions if one is not condition]
    for value in reversed(condition.wanted):
        shorter = replace(condition, wanted=tuple(one for one in condition.wanted if one != value))
        if shorter.wanted and space.are_equal(space.box_of([*rest, shorter]), box):
            condition = shorter
            yield value


def _useless_value(rule: Rule, condition: Condition, value: str) -> Complaint:
    part, fact = "unless" if condition.unless else "when", condition.fact
    return Complaint(
        kind="needless",
        grade="note",
        rule=rule.name,
        place=rule.place_of(part, fact, value=value),
        says=f"names {name_of(fact, value)} without effect: the rest of the rule says so already, or excludes it",
        remedy="Take it out",
    )


def _least_required(rule: Rule, skill: str) -> int:
    """The level that even the longest wait leaves."""
    relaxed = [step.level or 0 for step in rule.action.relax if step.skill == skill]
    return min([rule.action.require.get(skill, 0), *relaxed])


def _useless_preference(rule: Rule, skill: str) -> Complaint:
    return Complaint(
        kind="needless",
        grade="note",
        rule=rule.name,
        place=rule.place_of("then", "prefer", skill),
        says=f"prefers {name_of('family', skill)} at a level that it requires of everybody",
        remedy="Prefer a higher level, or take it out",
    )
