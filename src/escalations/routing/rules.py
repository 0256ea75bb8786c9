"""Routing rules in their order, and what they ask for where they hold."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from msgspec import Struct

from ..catalog.models import Catalogue, Severity
from .assignment import Assignment
from .conditions import Condition
from .questions import Questions
from .rule_places import RuleSource

OWN_FAMILY = "family"
CUSTOMERS_LANGUAGE = "customer"


class Relax(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """After so many minutes in the queue a skill is asked at a lower level, 0 meaning no longer; or the language not at all."""

    after: int
    skill: str | None = None
    level: int | None = None
    language: bool | None = None


class Action(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`family` as queue or skill means the case's own; `customer` as language means the one they write in.

    What is required keeps people out, what is preferred puts them first.
    """

    queue: str
    require: dict[str, int] = {}
    prefer: dict[str, int] = {}
    language: str | None = None
    relax: tuple[Relax, ...] = ()
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
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`place` is the file and line of its heading."""

    name: str
    owner: str
    reason: str
    place: str
    action: Action
    conditions: tuple[Condition, ...] = ()
    expires: date | None = None
    examples: tuple[Example, ...] = ()
    source: RuleSource | None = field(default=None, repr=False, compare=False)

    def place_of(self, *path: str, value: str | None = None) -> str:
        """File and line of a key of the rule, such as `when`, `severity`, or of a value that stands there."""
        return self.source.place_of(*path, value=value) if self.source else self.place

    def has_expired(self, at: datetime) -> bool:
        return self.expires is not None and at.date() > self.expires


@dataclass(frozen=True, eq=False, kw_only=True)
class RuleSet:
    """`hash` names everything that a decision by these rules depends on."""

    rules: tuple[Rule, ...]
    hash: str
    catalogue: Catalogue = field(repr=False)
    assignment: Assignment = field(repr=False)

    def named(self, name: str) -> Rule:
        return next(rule for rule in self.rules if rule.name == name)

    @cached_property
    def questions(self) -> Questions:
        return Questions.of((rule.name, rule.action.queue, rule.expires, rule.conditions) for rule in self.rules)
