"""What a set of rules must promise before it may decide anything."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, get_args

from ..catalog.models import Catalogue, Severity
from ..catalog.toml_files import CatalogueError
from ..catalog.words import stems_of
from .conditions import Condition, known_facts
from .rules import CUSTOMERS_LANGUAGE, OWN_FAMILY, Relax, Rule
from .spans import span_of

HIGHEST_LEVEL = 5
YES_OR_NO = ("yes", "no")
ESCALATIONS = ("rapid_response",)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


Kind = Literal["malformed", "unknown", "relaxing", "catch_all"]


class RuleFault(CatalogueError):
    """What a rule may not have, in its parts for those who list faults."""

    def __init__(self, kind: Kind, rule: str, place: str, what: str, remedy: str) -> None:
        subject = f"the rule {rule!r} {what}" if rule else what
        super().__init__(f"{place}: {subject}. {remedy}.")
        self.kind, self.rule, self.place, self.what, self.remedy = kind, rule, place, what, remedy


def check_rules(rules: tuple[Rule, ...], catalogue: Catalogue) -> None:
    for fault in faults_of_rules(rules, catalogue):
        raise fault


def faults_of_rules(rules: tuple[Rule, ...], catalogue: Catalogue) -> Iterator[RuleFault]:
    yield from faults_of_order(rules)
    yield from faults_of_each(rules, catalogue)


def faults_of_each(rules: tuple[Rule, ...], catalogue: Catalogue) -> Iterator[RuleFault]:
    for rule in rules:
        yield from faults_of_conditions(rule, catalogue)
        yield from _faults_of_action(rule, catalogue)
        yield from _faults_of_relaxing(rule)
        yield from _faults_of_examples(rule, catalogue)


def faults_of_conditions(rule: Rule, catalogue: Catalogue) -> Iterator[RuleFault]:
    values = _known_values(catalogue)
    for condition in rule.conditions:
        yield from _faults_of_condition(rule, condition, values)


def faults_of_order(rules: tuple[Rule, ...]) -> Iterator[RuleFault]:
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.name in seen:
            yield _fault(rule, f"has the name of the one at {seen[rule.name]}", "Rename one", "name")
        seen[rule.name] = rule.place
        for key, text in (("name", rule.name), ("owner", rule.owner), ("reason", rule.reason)):
            if not text.strip():
                yield _fault(rule, f"has an empty {key}", f"Say its {key}", key)
    for rule in rules[:-1]:
        if not rule.conditions:
            what = "holds for every case, so that none after it is ever reached"
            yield _fault(rule, what, "Move it to the end", kind="catch_all")
    if not rules or rules[-1].conditions or rules[-1].expires:
        place = rules[-1].place if rules else "rules/:1"
        remedy = "End with one that has no `when`, `unless` or `expires`"
        yield RuleFault("catch_all", "", place, "the last rule must hold for every case", remedy)


def _known_values(catalogue: Catalogue) -> Mapping[str, Iterable[str]]:
    return {
        "family": catalogue.families,
        "product": catalogue.products,
        "severity": get_args(Severity),
        "plan": catalogue.plans,
        "boundary": catalogue.boundaries,
        "cloud": tuple(dict.fromkeys(boundary.cloud for boundary in catalogue.boundaries.values())),
        "region": catalogue.regions,
        "cover": YES_OR_NO,
        "family_sure": YES_OR_NO,
    }


def _faults_of_condition(rule: Rule, condition: Condition, values: Mapping[str, Iterable[str]]) -> Iterator[RuleFault]:
    fact, part = condition.fact, "unless" if condition.unless else "when"
    if fact not in known_facts():
        known = ", ".join(known_facts())
        yield _fault(
            rule, f"asks for {fact!r}, which no case has", f"Ask for one of: {known}", part, fact, kind="unknown"
        )
    if not condition.wanted:
        yield _fault(rule, f"wants {fact} to be one of nothing", "Give at least one value", part, fact)
    for value in condition.wanted:
        yield from _expected(rule, fact, value, values.get(fact, condition.wanted), part, fact)
        if wrong := _WRONG.get(fact, _nothing_wrong)(value):
            yield _fault(rule, *wrong, part, fact, value=value)


def _nothing_wrong(_value: str) -> tuple[str, str] | None:
    return None


def _no_number(value: str) -> tuple[str, str] | None:
    return None if value.isascii() and value.isdigit() else ("wants hours_running to be no number", "Give whole hours")


def _no_phrase(value: str) -> tuple[str, str] | None:
    return None if stems_of(value) else (f"looks for {value!r}, which has no word in it", "Give letters or digits")


def _no_code(value: str) -> tuple[str, str] | None:
    return None if value.strip("* ") else (f"wants an error code like {value!r}, which says nothing", "Name a code")


def _no_language(value: str) -> tuple[str, str] | None:
    wrong = f"names the language {value!r}, which is no code of one"
    return None if _LANGUAGE.fullmatch(value) else (wrong, "Write it like 'de'")


def _no_span(value: str) -> tuple[str, str] | None:
    try:
        span_of(value)
    except ValueError as wrong:
        what, _, remedy = str(wrong).partition(". ")
        return f"asks for a time that cannot be read: {what}", remedy
    return None


_WRONG: Mapping[str, Callable[[str], tuple[str, str] | None]] = {
    "hours_running": _no_number,
    "text": _no_phrase,
    "error_code": _no_code,
    "language": _no_language,
    "time": _no_span,
}


def _faults_of_action(rule: Rule, catalogue: Catalogue) -> Iterator[RuleFault]:
    action = rule.action
    yield from _expected(rule, "queue", action.queue, (OWN_FAMILY, *catalogue.queues), "then", "queue")
    for part, levels in (("require", action.require), ("prefer", action.prefer)):
        for skill, level in levels.items():
            yield from _expected(rule, "skill", skill, (OWN_FAMILY, *catalogue.families), "then", part)
            if not 1 <= level <= HIGHEST_LEVEL:
                remedy = f"Ask for 1 to {HIGHEST_LEVEL}"
                yield _fault(rule, f"asks for {skill} at level {level}", remedy, "then", part, skill)
    if action.language not in (None, CUSTOMERS_LANGUAGE) and (wrong := _no_language(action.language or "")):
        yield _fault(rule, wrong[0], f"{wrong[1]}, or 'customer' for the one they write in", "then", "language")
    if action.escalate is not None:
        yield from _expected(rule, "escalation", action.escalate, ESCALATIONS, "then", "escalate")


def _faults_of_relaxing(rule: Rule) -> Iterator[RuleFault]:
    """Each step asks for less than what was left by those before it, and not before them."""
    left, language, after = dict(rule.action.require), rule.action.language, 0
    for step in rule.action.relax:
        if step.after < 1:
            yield _relaxing(rule, step, f"relaxes after {step.after} minutes, which is at once", "Ask for less instead")
        elif step.after < after:
            what = f"relaxes after {step.after} minutes, not later than the step before it"
            yield _relaxing(rule, step, what, "Put the steps in order")
        if (step.skill is None) is (step.language is None) or (step.skill is None) is not (step.level is None):
            what = "has a step of relaxing that names not one thing"
            remedy = 'Write { after = 10, skill = "storage", level = 1 } or { after = 20, language = false }'
            yield _relaxing(rule, step, what, remedy)
        if step.skill is not None and not 0 <= (step.level or 0) < left.get(step.skill, 0):
            asked = left.get(step.skill)
            what = f"relaxes {step.skill} to level {step.level}, " + (f"asked is {asked}" if asked else "not asked for")
            yield _relaxing(rule, step, what, "Relax what `require` asks for, each time to a lower level, 0 to drop it")
        if step.language is not None and (step.language or language is None):
            yield _relaxing(rule, step, "relaxes a language it does not prefer", "Take the step out")
        after, language = step.after, None if step.language is False else language
        left |= {step.skill: step.level or 0} if step.skill else {}


def _relaxing(rule: Rule, step: Relax, what: str, remedy: str) -> RuleFault:
    return _fault(rule, what, remedy, "then", "relax", value=f"after = {step.after}", kind="relaxing")


def _faults_of_examples(rule: Rule, catalogue: Catalogue) -> Iterator[RuleFault]:
    if not rule.examples:
        yield _fault(rule, "has no example", "Add a [[rule.examples]] with a queue")
    values = {**_known_values(catalogue), "queue": catalogue.queues}
    for number, example in enumerate(rule.examples):
        for fact in ("queue", "boundary", "family", "product", "plan", "region"):
            if (value := getattr(example, fact)) is not None:
                yield from _expected(rule, fact, value, values[fact], "examples", f"{number}", fact)


def _expected(rule: Rule, what: str, value: str, known: Iterable[str], *path: str) -> Iterator[RuleFault]:
    if value not in known:
        remedy, says = f"Use one of: {', '.join(known)}", f"names the {what} {value!r}, which does not exist"
        yield _fault(rule, says, remedy, *path, value=value, kind="unknown")


def _fault(
    rule: Rule, what: str, remedy: str, *path: str, value: str | None = None, kind: Kind = "malformed"
) -> RuleFault:
    return RuleFault(kind, rule.name, rule.place_of(*path, value=value), what, remedy)
