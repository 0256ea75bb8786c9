"""Routing rules in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..catalog.loading import catalogue
from ..platform.time import now
from ..routing.conditions import Condition
from ..routing.examples import ExampleResult, try_examples
from ..routing.rule_files import rule_set
from ..routing.rules import CUSTOMERS_LANGUAGE, OWN_FAMILY, Action, Example, Rule


@dataclass(frozen=True)
class ExampleLine:
    text: str
    goes_to: str
    right: bool


@dataclass(frozen=True)
class RuleLine:
    number: int
    name: str
    place: str
    conditions: list[str]
    then: str
    owner: str
    reason: str
    expires: date | None
    expired: bool
    examples: list[ExampleLine]


def rule_lines() -> list[RuleLine]:
    return _lines(rule_set().hash, now().date())


@lru_cache(maxsize=2)
def _lines(_hash: str, today: date) -> list[RuleLine]:
    """Worked out once a day, since that is how often a rule can expire."""
    tried: dict[str, list[ExampleLine]] = {}
    for result in try_examples(rule_set(), now()):
        tried.setdefault(result.rule.name, []).append(_example(result))
    return [_line(number, rule, tried.get(rule.name, []), today) for number, rule in enumerate(rule_set().rules, 1)]


def _line(number: int, rule: Rule, examples: list[ExampleLine], today: date) -> RuleLine:
    expired = rule.expires is not None and today > rule.expires
    conditions = [condition_in_words(condition) for condition in rule.conditions]
    then = action_in_words(rule.action)
    return RuleLine(
        number, rule.name, rule.place, conditions, then, rule.owner, rule.reason, rule.expires, expired, examples
    )


def condition_in_words(condition: Condition) -> str:
    if condition.fact in _YES_OR_NO:
        holds = (condition.wanted == ("yes",)) is not condition.unless
        return _YES_OR_NO[condition.fact][0 if holds else 1]
    lead, quoted = _LEADS.get(condition.fact, (f"{condition.fact.replace('_', ' ')} is", False))
    names = [f"“{wanted}”" if quoted else _name(condition.fact, wanted) for wanted in condition.wanted]
    if condition.fact == "hours_running":
        return f"the problem had run for {'less than ' if condition.unless else ''}{names[0]} hours{'' if condition.unless else ' or more'}"
    return f"{'not: ' if condition.unless else ''}{lead} {_either(names)}"


_YES_OR_NO = {
    "cover": ("the customer has rapid-response cover", "the customer has no rapid-response cover"),
    "family_sure": ("the technology is clear", "the technology is not clear yet"),
}
_LEADS = {
    "text": ("the text says", True),
    "error_code": ("an error code is like", True),
    "language": ("the customer writes in", False),
    "boundary": ("the cloud is", False),
    "family": ("the technology is", False),
}


def _name(fact: str, key: str) -> str:
    known = catalogue()
    named = {
        "family": known.families, "product": known.products, "boundary": known.boundaries, "region": known.regions, "plan": known.plans,
    }.get(fact, {})  # fmt: skip
    return named[key].name if key in named else key


def _either(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def action_in_words(action: Action) -> str:
    queue = (
        "the queue of its family" if action.queue == OWN_FAMILY else f"the {catalogue().queue(action.queue).name} queue"
    )
    parts = [f"goes to {queue}"]
    if action.skill:
        skill = "its family" if action.skill == OWN_FAMILY else _name("family", action.skill)
        parts.append(f"asks for someone who knows {skill} at level {action.level} or higher")
    if action.language:
        language = "the customer's language" if action.language == CUSTOMERS_LANGUAGE else action.language
        parts.append(f"prefers someone who speaks {language}")
    if action.escalate:
        parts.append(f"proposes {action.escalate.replace('_', ' ')}")
    return "; ".join(parts) + "."


def _example(result: ExampleResult) -> ExampleLine:
    where = f"{catalogue().queues[result.queue].name if result.queue in catalogue().queues else result.queue}"
    went = where if result.is_right else f"{where}, by “{result.decided_by}” instead of to {result.example.queue}"
    return ExampleLine(_told(result.example), went, result.is_right)


def _told(example: Example) -> str:
    said = [f"“{text}”" for text in (example.title, example.description) if text]
    known = [
        _name(fact, value) for fact in ("family", "product", "plan", "region") if (value := getattr(example, fact))
    ]
    extra = ["covered"] if example.cover else []
    extra += [f"in {_name('boundary', example.boundary)}"] if example.boundary != "public" else []
    extra += [f"writes in {example.language}"] if example.language != "en" else []
    extra += [f"code {code}" for code in example.error_codes]
    extra += [f"running for {example.hours_running} h"] if example.hours_running else []
    return ", ".join([*said, *known, f"severity {example.severity}", *extra])
