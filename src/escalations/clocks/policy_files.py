"""How a policy is written: how long each answer may take by plan and severity, for covered customers and product groups."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from .calendar_files import Calendars
from .rule_files import BadRuleFile, RuleShape, RuleText

Severity = Literal["A", "B", "C"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
TargetKind = Literal["first_response", "next_update", "resolution", "acknowledge", "answer"]
OWED_BY_PRODUCT_GROUPS: tuple[TargetKind, ...] = ("acknowledge", "answer")
UNDER_POLICY: tuple[TargetKind, ...] = ("first_response", "next_update", "resolution", "answer")
"""A product group's acknowledgement is its own promise, made in the catalogue."""
BUSINESS = "business"
"""In a policy: the business hours of the customer's own time zone."""
USUAL_THRESHOLDS = (75,)
_LINE = re.compile(r"(\d+) (min|h), ([a-z_]+)")


@dataclass(frozen=True)
class Target:
    minutes: int
    calendar_key: str
    policy_version: str = ""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a target depends on. `zone` is the customer's; `around_the_clock` their choice of all hours."""

    severity: Severity
    plan: str = ""
    cover: bool = False
    zone: str = "UTC"
    around_the_clock: bool = False


class Line(RuleShape):
    minutes: int = Field(gt=0)
    calendar: str


def _line(text: Any) -> Any:
    found = _LINE.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError(f"{text!r} is not written like '4 h, business'")
    amount, unit, calendar = found.groups()
    return Line(minutes=int(amount) * (60 if unit == "h" else 1), calendar=calendar)


WrittenLine = Annotated[Line, BeforeValidator(_line)]


def _percent(share: Any) -> int:
    if not isinstance(share, float) or not 0.01 <= share <= 0.99:
        raise ValueError(f"{share!r} is no share of the time such as 0.75")
    return round(share * 100)


def _rising(thresholds: tuple[int, ...]) -> tuple[int, ...]:
    if list(thresholds) != sorted(set(thresholds)):
        raise ValueError("the shares must rise")
    return thresholds


class Promises(RuleShape):
    """What a customer is owed at one severity. `resolution` is an objective of our own that no customer is told."""

    first_response: WrittenLine
    next_update: WrittenLine
    resolution: WrittenLine | None = None


class Ola(RuleShape):
    """What support is owed by a product group at one severity."""

    acknowledge: WrittenLine
    answer: WrittenLine


class Policy(RuleShape):
    effective: date
    around_the_clock: tuple[Severity, ...]
    """Severities for which a customer may choose all hours instead of business hours."""
    warn_at: Annotated[
        tuple[Annotated[int, BeforeValidator(_percent)], ...],
        Field(min_length=1, max_length=5),
        AfterValidator(_rising),
    ] = USUAL_THRESHOLDS
    """Percent of a target's open time at whose end somebody is warned."""
    plans: dict[str, dict[Severity, Promises]] = Field(min_length=1)
    rapid_response: dict[Severity, Promises]
    product_group: dict[Severity, Ola]

    @property
    def version(self) -> str:
        return str(self.effective)

    @property
    def began(self) -> datetime:
        return datetime(self.effective.year, self.effective.month, self.effective.day, tzinfo=UTC)

    @model_validator(mode="after")
    def _complete(self) -> "Policy":
        for plan, offered in self.plans.items():
            if "C" not in offered:
                raise ValueError(f"plan {plan} says nothing about severity C, to which all others fall back")
        if missing := [severity for severity in SEVERITIES if severity not in self.product_group]:
            raise ValueError(f"product_group says nothing about severity {missing[0]}")
        return self

    def promises(self, plan: str, severity: Severity, cover: bool) -> Promises:
        """A severity that the plan does not offer is served as the next lower one that it does."""
        if cover and severity in self.rapid_response:
            return self.rapid_response[severity]
        if plan not in self.plans:
            raise BadRuleFile(f"policy-{self.version}.toml: no plan {plan!r}; it has {', '.join(self.plans)}")
        offered = self.plans[plan]
        return next(offered[lower] for lower in SEVERITIES[SEVERITIES.index(severity) :] if lower in offered)

    def line(self, kind: TargetKind, terms: Terms) -> Line | None:
        if kind in OWED_BY_PRODUCT_GROUPS:
            owed: Line = getattr(self.product_group[terms.severity], kind)
            return owed
        promised: Line | None = getattr(self.promises(terms.plan, terms.severity, terms.cover), kind)
        return promised

    def target(self, kind: TargetKind, terms: Terms, calendars: Calendars) -> Target | None:
        """None where no time is promised."""
        line = self.line(kind, terms)
        if line is None or line.calendar != BUSINESS:
            return Target(line.minutes, line.calendar, self.version) if line else None
        all_hours = terms.around_the_clock and terms.severity in self.around_the_clock
        return Target(line.minutes, "always" if all_hours else calendars.serving(terms.zone), self.version)

    def lines(self) -> list[Line]:
        owed = [p for plan in (*self.plans.values(), self.rapid_response) for p in plan.values()]
        olas = [line for ola in self.product_group.values() for line in (ola.acknowledge, ola.answer)]
        return [line for p in owed for line in (p.first_response, p.next_update, p.resolution) if line] + olas


@dataclass(frozen=True)
class ClockRules:
    calendars: Calendars
    policies: tuple[Policy, ...]
    """Oldest first."""
    hash: str = ""

    def policy_at(self, when: datetime) -> Policy:
        day = when.astimezone(UTC).date()
        for policy in reversed(self.policies):
            if policy.effective <= day:
                return policy
        raise BadRuleFile(f"no clock policy was in force on {day}")

    def thresholds(self, version: str) -> tuple[int, ...]:
        """In percent, rising: when clocks of a policy's targets warn. What no policy knows warns as usual."""
        return self._thresholds.get(version, USUAL_THRESHOLDS)

    @cached_property
    def _thresholds(self) -> Mapping[str, tuple[int, ...]]:
        return {policy.version: policy.warn_at for policy in self.policies}

    def target(self, kind: TargetKind, terms: Terms, at: datetime) -> Target | None:
        return self.policy_at(at).target(kind, terms, self.calendars)


def read_policy(file: RuleText, calendars: Calendars) -> Policy:
    policy = file.read(Policy)
    for key in {line.calendar for line in policy.lines()} - {BUSINESS}:
        try:
            calendars.in_force(key, policy.began)
        except BadRuleFile:
            line = next(number for number, text in enumerate(file.text.split("\n"), 1) if f", {key}" in text)
            told = f"no calendar {key!r} is in force on {policy.version}; calendars.toml has others"
            raise BadRuleFile(f"{file.name}:{line}: {told}") from None
    return policy


def read_dated_policy(file: RuleText, calendars: Calendars) -> Policy:
    policy = read_policy(file, calendars)
    if file.name != f"policy-{policy.version}.toml":
        told = f"takes effect on {policy.version}, so it must be named policy-{policy.version}.toml"
        raise BadRuleFile(f"{file.place('effective')}: {told}")
    return policy
