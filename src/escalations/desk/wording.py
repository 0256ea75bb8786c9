"""Routing rules in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..catalog.loading import catalogue
from ..people.tongues import language_name
from ..platform.time import now
from ..routing.examples import ExampleResult, try_examples
from ..routing.naming import condition_in_words, listed, name_of
from ..routing.rule_files import rule_set
from ..routing.rules import CUSTOMERS_LANGUAGE, OWN_FAMILY, Action, Example, Relax, Rule, RuleSet


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
    return _lines(rule_set(), now().date())


@lru_cache(maxsize=2)
def _lines(rules: RuleSet, today: date) -> list[RuleLine]:
    """Worked out once a day, since that is how often a rule can expire."""
    tried: dict[str, list[ExampleLine]] = {}
    for result in try_examples(rules, now()):
        tried.setdefault(result.rule.name, []).append(_example(result))
    return [_line(number, rule, tried.get(rule.name, []), today) for number, rule in enumerate(rules.rules, 1)]


def _line(number: int, rule: Rule, examples: list[ExampleLine], today: date) -> RuleLine:
    expired = rule.expires is not None and today > rule.expires
    conditions = [condition_in_words(condition) for condition in rule.conditions]
    then = action_in_words(rule.action)
    return RuleLine(
        number, rule.name, rule.place, conditions, then, rule.owner, rule.reason, rule.expires, expired, examples
    )


def action_in_words(action: Action) -> str:
    queue = (
        "the queue of its family" if action.queue == OWN_FAMILY else f"the {catalogue().queue(action.queue).name} queue"
    )
    parts = [f"goes to {queue}"]
    if action.require:
        parts.append(f"asks for someone who knows {listed(_known_at(action.require))} or higher")
    if wishes := [*_likes(action)]:
        parts.append(f"prefers someone who {listed(wishes)}")
    parts += [_relaxed(step) for step in action.relax]
    if action.escalate:
        parts.append(f"proposes {action.escalate.replace('_', ' ')}")
    return "; ".join(parts) + "."


def _known_at(levels: Mapping[str, int]) -> Iterable[str]:
    return (f"{_skill(skill)} at level {level}" for skill, level in levels.items())


def _likes(action: Action) -> Iterator[str]:
    if action.language:
        own = action.language == CUSTOMERS_LANGUAGE
        yield "speaks the customer's language" if own else f"speaks {language_name(action.language)}"
    if action.prefer:
        yield f"knows {listed(_known_at(action.prefer))}"


def _relaxed(step: Relax) -> str:
    if step.skill is None:
        return f"after {step.after} minutes any language will do"
    if not step.level:
        return f"after {step.after} minutes {_skill(step.skill)} is no longer asked for"
    return f"after {step.after} minutes {_skill(step.skill)} at level {step.level} will do"


def _skill(skill: str) -> str:
    return "its family" if skill == OWN_FAMILY else name_of("family", skill)


def _example(result: ExampleResult) -> ExampleLine:
    where = f"{catalogue().queues[result.queue].name if result.queue in catalogue().queues else result.queue}"
    went = where if result.is_right else f"{where}, by “{result.decided_by}” instead of to {result.example.queue}"
    return ExampleLine(_told(result.example), went, result.is_right)


def _told(example: Example) -> str:
    said = [f"“{text}”" for text in (example.title, example.description) if text]
    known = [
        name_of(fact, value) for fact in ("family", "product", "plan", "region") if (value := getattr(example, fact))
    ]
    extra = ["covered"] if example.cover else []
    extra += [f"in {name_of('boundary', example.boundary)}"] if example.boundary != "public" else []
    extra += [f"writes in {example.language}"] if example.language != "en" else []
    extra += [f"code {code}" for code in example.error_codes]
    extra += [f"running for {example.hours_running} h"] if example.hours_running else []
    return ", ".join([*said, *known, f"severity {example.severity}", *extra])
