"""The rules that are in force at a moment, each with the cases it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from itertools import takewhile

from ..rules import Action, Rule, RuleSet
from ..targets import queue_for
from .boxes import Box, Space
from .covering import gap_in


@dataclass(frozen=True, eq=False)
class Layout:
    """`takers` are, for each rule that no case can ever reach, the earlier rules that take all it asks for; none where it asks
    for what no case has."""

    rule_set: RuleSet
    at: datetime

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rule_set.rules if not rule.has_expired(self.at))

    @cached_property
    def space(self) -> Space:
        return Space((condition for rule in self.rules for condition in rule.conditions), self.rule_set.catalogue)

    @cached_property
    def boxes(self) -> dict[str, Box]:
        return {rule.name: self.space.box_of(rule.conditions) for rule in self.rules}

    @cached_property
    def takers(self) -> dict[str, tuple[Rule, ...]]:
        """A rule that is never reached takes nothing from those after it that is not taken before."""
        dead: dict[str, tuple[Rule, ...]] = {}
        alive: list[Rule] = []
        for rule in self.rules:
            earlier = [one for one in alive if _lasts(one) >= _lasts(rule)]
            if self.space.is_empty(self.boxes[rule.name]):
                dead[rule.name] = ()
            elif self.gap(rule, earlier) is None:
                dead[rule.name] = self.fewest(rule, earlier)
            else:
                alive.append(rule)
        return dead

    @cached_property
    def alive(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.name not in self.takers)

    @cached_property
    def sleeping(self) -> dict[str, tuple[Rule, ...]]:
        """What takes all for now from a rule that outlasts it."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.alive:
            earlier = self.before(rule)
            if any(_lasts(one) < _lasts(rule) for one in earlier) and not self.gap(rule, earlier):
                found[rule.name] = self.fewest(rule, earlier)
        return found

    @property
    def awake(self) -> Iterator[Rule]:
        return (rule for rule in self.alive if rule.name not in self.sleeping)

    def wakes_after(self, rule: Rule) -> date:
        """The last day on which others take all from a sleeping rule."""
        earlier = self.before(rule)
        days = sorted({_lasts(one) for one in earlier})
        return next(day for day in days if self.gap(rule, [one for one in earlier if _lasts(one) > day]))

    def where_queues_differ(self, one: str, two: str) -> int:
        """The points at which rules that name these queues send a case to different ones; that depends on its family."""
        if (one, two) not in self._differing:
            known = self.rule_set.catalogue
            first, second = (partial(queue_for, Action(queue=queue), catalogue=known) for queue in (one, two))
            self._differing[one, two] = self.space.where("family", lambda facts: first(facts) != second(facts))
        return self._differing[one, two]

    @cached_property
    def _differing(self) -> dict[tuple[str, str], int]:
        return {}

    def before(self, rule: Rule) -> list[Rule]:
        """Those that are asked before it today."""
        return list(takewhile(lambda one: one is not rule, self.alive))

    def gap(self, rule: Rule, earlier: list[Rule]) -> Box | None:
        return gap_in(self.space, self.boxes[rule.name], [self.boxes[one.name] for one in earlier])

    def fewest(self, rule: Rule, takers: list[Rule]) -> tuple[Rule, ...]:
        """One that takes all, or else a few of which none can be left out; which of several ways is chosen does not matter."""
        box = self.boxes[rule.name]
        if single := next((one for one in takers if self.space.contains(self.boxes[one.name], box)), None):
            return (single,)
        used: list[Box] = []
        gap_in(self.space, box, [self.boxes[one.name] for one in takers], used)
        left = [one for one in takers if any(self.boxes[one.name] is cover for cover in used)]
        for one in sorted(left, key=lambda one: self.space.size(self.boxes[one.name])):
            fewer = [other for other in left if other is not one]
            left = left if self.gap(rule, fewer) else fewer
        return tuple(left)


def _lasts(rule: Rule) -> date:
    return rule.expires or date.max
