"""What a set of rules must promise before it may decide anything."""

from collections.abc import Iterable, Mapping
from typing import get_args

from ..catalog.models import Catalogue, Severity
from ..catalog.toml_files import CatalogueError
from .conditions import Condition, known_facts
from .rules import OWN_FAMILY, Rule

HIGHEST_LEVEL = 5
YES_OR_NO = ("yes", "no")


def check_rules(rules: tuple[Rule, ...], catalogue: Catalogue) -> None:
    _check_order(rules)
    values = _known_values(catalogue)
    for rule in rules:
        for condition in rule.conditions:
            _check_condition(rule, condition, values)
        _check_action(rule, catalogue)
        if not rule.examples:
            raise _complaint(rule, "has no example", "Add a [[rule.examples]] with a queue")


def _check_order(rules: tuple[Rule, ...]) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.name in seen:
            raise _complaint(rule, f"has the name of the one at {seen[rule.name]}", "Rename one")
        seen[rule.name] = rule.place
    for rule in rules[:-1]:
        if not rule.conditions:
            raise _complaint(rule, "holds for every case, so that none after it is ever reached", "Move it to the end")
    if not rules or rules[-1].conditions or rules[-1].expires:
        place = rules[-1].place if rules else "rules/:1"
        raise CatalogueError(
            f"{place}: the last rule must hold for every case. End with one that has no `when`, `unless` or `expires`."
        )


def _known_values(catalogue: Catalogue) -> Mapping[str, Iterable[str]]:
    return {
        "family": catalogue.families,
        "product": catalogue.products,
        "severity": get_args(Severity),
        "plan": catalogue.plans,
        "boundary": catalogue.boundaries,
        "region": catalogue.regions,
        "cover": YES_OR_NO,
        "family_sure": YES_OR_NO,
    }


def _check_condition(rule: Rule, condition: Condition, values: Mapping[str, Iterable[str]]) -> None:
    if condition.fact not in known_facts():
        known = ", ".join(known_facts())
        raise _complaint(rule, f"asks for {condition.fact!r}, which no case has", f"Ask for one of: {known}")
    if not condition.wanted:
        raise _complaint(rule, f"wants {condition.fact} to be one of nothing", "Give at least one value")
    if condition.fact == "hours_running" and not condition.wanted[0].isdigit():
        raise _complaint(rule, "wants hours_running to be no number", "Give whole hours")
    for value in condition.wanted:
        _expect(rule, condition.fact, value, values.get(condition.fact, condition.wanted))


def _check_action(rule: Rule, catalogue: Catalogue) -> None:
    action = rule.action
    _expect(rule, "queue", action.queue, (OWN_FAMILY, *catalogue.queues))
    if action.skill is not None:
        _expect(rule, "skill", action.skill, (OWN_FAMILY, *catalogue.families))
    if action.escalate is not None:
        _expect(rule, "escalation", action.escalate, ("rapid_response",))
    if not 1 <= action.level <= HIGHEST_LEVEL:
        raise _complaint(rule, f"asks for level {action.level}", f"Ask for 1 to {HIGHEST_LEVEL}")
    for example in rule.examples:
        _expect(rule, "queue", example.queue, catalogue.queues)
        _expect(rule, "boundary", example.boundary, catalogue.boundaries)


def _expect(rule: Rule, what: str, value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise _complaint(rule, f"names the {what} {value!r}, which does not exist", f"Use one of: {', '.join(known)}")


def _complaint(rule: Rule, what: str, remedy: str) -> CatalogueError:
    return CatalogueError(f"{rule.place}: the rule {rule.name!r} {what}. {remedy}.")
