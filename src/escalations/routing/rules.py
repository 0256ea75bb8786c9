"""Routing rules in their order, and what it takes for one to hold."""

from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec import Struct

from ..catalog.models import Catalogue, Severity
from .conditions import Answer, Condition
from .facts import CaseFacts

OWN_FAMILY = "family"
CUSTOMERS_LANGUAGE = "customer"


class Action(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`family` as queue or skill means the case's own; `customer` as language means the one they write in."""

    queue: str
    skill: str | None = None
    level: int = 1
    language: str | None = None
    tags: tuple[str, ...] = ()
    escalate: str | None = None


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case the rule decides, given by its facts or by its text, and the queue it must reach."""

    queue: str
    title: str = ""
    description: str = ""
    family: str | None = None
    family_sure: bool | None = None
    product: str | None = None
    severity: Severity = "B"
    plan: str | None = None
    cover: bool = False
    boundary: str = "public"
    region: str | None = None
    language: str = "en"
    error_codes: tuple[str, ...] = ()
    hours_running: int = 0


@dataclass(frozen=True, kw_only=True)
class Rule:
    name: str
    owner: str
    reason: str
    place: str
    action: Action
    conditions: tuple[Condition, ...] = ()
    expires: date | None = None
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleOutcome:
    """One rule asked about one case: enough to ask again without the rule."""

    rule: str
    expires: date | None
    expired: bool
    answers: tuple[Answer, ...]
    holds: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class RuleSet:
    """`hash` names the contents of the files it was read from."""

    rules: tuple[Rule, ...]
    hash: str
    catalogue: Catalogue = field(repr=False)

    def named(self, name: str) -> Rule:
        return next(rule for rule in self.rules if rule.name == name)


def outcome_of(
    name: str, conditions: tuple[Condition, ...], expires: date | None, facts: CaseFacts, at: datetime
) -> RuleOutcome:
    answers = tuple(condition.asked_of(facts) for condition in conditions)
    expired = expires is not None and at.date() > expires
    holds = not expired and all(answer.holds for answer in answers)
    return RuleOutcome(rule=name, expires=expires, expired=expired, answers=answers, holds=holds)
