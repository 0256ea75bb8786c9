"""What lint says of rules is what counting out every case says of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from escalations.routing.linting import Layout
from escalations.routing.linting.needless import needless
from escalations.routing.linting.overlapping import case_of, overlaps_of
from escalations.routing.linting.reaching import unreached, without_catch_all
from escalations.routing.rules import Rule
from escalations.routing.targets import queue_for
from tests.routing.small_world import DAYS, SMALL, TODAY, every_case, holds, rules_of, small_rules

many = settings(deadline=None, max_examples=150)
Cases = frozenset[int]
EVER = date.max


class Truth:
    """Counted out: which cases each rule asks for, and which rules are in force on each day that matters."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = [rule for rule in rules if not rule.has_expired(TODAY)]
        self.cases = every_case(self.rules)
        self.asks = {
            rule.name: frozenset(number for number, case in enumerate(self.cases) if holds(rule, case))
            for rule in self.rules
        }
        self.days = [TODAY.date(), *(day for day in DAYS if day > TODAY.date()), EVER]

    def decides(self, rule: Rule, day: date) -> Cases:
        earlier = self.rules[: self.rules.index(rule)]
        taken = [self.asks[one.name] for one in earlier if lasts(one) >= day]
        return self.asks[rule.name].difference(*taken) if lasts(rule) >= day else frozenset()

    def ever_decides(self, rule: Rule) -> bool:
        return any(self.decides(rule, day) for day in self.days)


def lasts(rule: Rule) -> date:
    return rule.expires or EVER


@many
@given(small_rules())
def test_every_rule_is_reached_or_has_its_fault(rules: tuple[Rule, ...]) -> None:
    truth, rule_set = Truth(rules), rules_of(*rules)
    layout = Layout(rule_set, TODAY)
    said = {one.rule: one for one in unreached(layout) if one.kind in REACH}
    alive = [rule for rule in truth.rules if truth.ever_decides(rule)]
    assert list(layout.alive) == alive
    assert list(layout.awake) == [rule for rule in alive if truth.decides(rule, TODAY.date())]
    for number, rule in enumerate(truth.rules):
        earlier = [one for one in truth.rules[:number] if one in alive and lasts(one) >= lasts(rule)]
        around = [one for one in earlier if truth.asks[rule.name] <= truth.asks[one.name]]
        if rule in alive:
            assert said.get(rule.name) is None
        elif not truth.asks[rule.name]:
            assert said[rule.name].kind == "unreachable" and "no case has" in said[rule.name].says
        elif not around:
            assert said[rule.name].kind == "unreachable" and together(truth, rule, said[rule.name].other)
        else:
            (taker,) = said[rule.name].other
            same = truth.asks[taker] == truth.asks[rule.name] and rule_set.named(taker).action != rule.action
            assert taker in {one.name for one in around}
            assert said[rule.name].kind == ("contradictory" if same else "shadowed")


REACH = ("unreachable", "shadowed", "contradictory")


def together(truth: Truth, rule: Rule, names: tuple[str, ...]) -> bool:
    """They take all of it, and none of them could be left out."""
    sets = [truth.asks[name] for name in names]
    fewer = [sets[:number] + sets[number + 1 :] for number in range(len(sets))]
    asked = truth.asks[rule.name]
    return not asked.difference(*sets) and all(asked.difference(*left) for left in fewer)


@many
@given(small_rules(4))
def test_rules_overlap_when_a_case_would_change_its_queue(rules: tuple[Rule, ...]) -> None:
    layout, truth = Layout(rules_of(*rules), TODAY), Truth(rules)
    said = {
        (one.earlier.name, one.later.name): case_of(layout, one)
        for rule in layout.alive
        for one in overlaps_of(layout, rule)
    }
    alive = [rule for rule in truth.rules if truth.ever_decides(rule)]
    counted = set()
    for number, later in enumerate(alive):
        for earlier in alive[:number]:
            others = [truth.asks[one.name] for one in alive[:number] if one is not earlier]
            both = (truth.asks[earlier.name] & truth.asks[later.name]).difference(*others)
            is_within = truth.asks[earlier.name] <= truth.asks[later.name]
            if not is_within and any(differ(earlier, later, truth.cases[case]) for case in both):
                counted.add((earlier.name, later.name))
    assert said.keys() == counted
    for (one, two), case in said.items():
        earlier, later = (next(rule for rule in alive if rule.name == name) for name in (one, two))
        assert [rule for rule in alive[: alive.index(later) + 1] if holds(rule, case)] == [earlier, later]
        assert differ(earlier, later, case)


def differ(one: Rule, two: Rule, case: object) -> bool:
    first, second = (queue_for(rule.action, case, SMALL).key for rule in (one, two))  # type: ignore[arg-type]
    return first != second


@many
@given(small_rules())
def test_the_catch_all_is_missing_when_some_day_a_case_has_no_rule(rules: tuple[Rule, ...]) -> None:
    truth = Truth(rules)
    lasting = [truth.asks[rule.name] for rule in truth.rules if rule.expires is None]
    is_covered = len(frozenset().union(*lasting)) == len(truth.cases)
    assert bool([*without_catch_all(Layout(rules_of(*rules), TODAY))]) is not is_covered


@many
@given(small_rules(2))
def test_a_value_is_needless_when_the_rule_asks_for_the_same_without_it(rules: tuple[Rule, ...]) -> None:
    layout = Layout(rules_of(*rules), TODAY)
    said = [one for one in needless(layout) if one.rule]
    for rule in layout.alive:
        shorter = [*_with_one_value_less(rule)]
        cases = every_case([rule, *shorter])
        is_needless = any(all(holds(rule, case) is holds(one, case) for case in cases) for one in shorter)
        assert any(one.rule == rule.name for one in said) is is_needless


def _with_one_value_less(rule: Rule) -> list[Rule]:
    found = []
    for condition in rule.conditions:
        for value in condition.wanted if len(condition.wanted) > 1 else ():
            less = replace(condition, wanted=tuple(one for one in condition.wanted if one != value))
            found.append(replace(rule, conditions=tuple(less if one is condition else one for one in rule.conditions)))
    return found
