"""How long each answer may take: dated policy files, plan × severity, and what covered customers and product groups get."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from ..platform.resources import resource_dir
from .calendar_files import Calendars, read_calendars
from .rule_files import BadRuleFile, RuleShape, read_rule_file

Severity = Literal["A", "B", "C"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
TargetKind = Literal["first_response", "next_update", "acknowledge", "answer"]
BUSINESS = "business"
"""In a policy: the business hours of the customer's own time zone."""
_LINE = re.compile(r"(\d+) (min|h), ([a-z_]+)")


@dataclass(frozen=True)
class Target:
    minutes: int
    calendar_key: str
    policy_version: str = ""


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


class Promises(RuleShape):
    """What a customer is owed at one severity."""

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
    plans: dict[str, dict[Severity, Promises]] = Field(min_length=1)
    rapid_response: dict[Severity, Promises]
    product_group: dict[Severity, Ola]

    @property
    def version(self) -> str:
        return str(self.effective)

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

    def lines(self) -> list[Line]:
        owed = [p for plan in (*self.plans.values(), self.rapid_response) for p in plan.values()]
        olas = [line for ola in self.product_group.values() for line in (ola.acknowledge, ola.answer)]
        return [line for p in owed for line in (p.first_response, p.next_update, p.resolution) if line] + olas


@dataclass(frozen=True)
class ClockRules:
    calendars: Calendars
    policies: tuple[Policy, ...]
    """Oldest first."""

    def policy_at(self, when: datetime) -> Policy:
        day = when.astimezone(UTC).date()
        for policy in reversed(self.policies):
            if policy.effective <= day:
                return policy
        raise BadRuleFile(f"no clock policy was in force on {day}")


@cache
def clock_policies() -> ClockRules:
    return read_clock_rules(resource_dir("routing_rules") / "clocks")


def read_clock_rules(folder: Path) -> ClockRules:
    calendars = read_calendars(folder / "calendars.toml")
    policies = [_read_policy(path, calendars) for path in sorted(folder.glob("*.toml")) if path.stem != "calendars"]
    if not policies:
        raise BadRuleFile(f"{folder.name}: no policy file")
    return ClockRules(calendars, tuple(sorted(policies, key=lambda policy: policy.effective)))


def _read_policy(path: Path, calendars: Calendars) -> Policy:
    policy = read_rule_file(path, Policy)
    if path.stem != f"policy-{policy.version}":
        raise BadRuleFile(
            f"{path.name}: takes effect on {policy.version}, so it must be named policy-{policy.version}.toml"
        )
    began = datetime(policy.effective.year, policy.effective.month, policy.effective.day, tzinfo=UTC)
    for key in {line.calendar for line in policy.lines()} - {BUSINESS}:
        try:
            calendars.in_force(key, began)
        except BadRuleFile as error:
            raise BadRuleFile(f"{path.name}: {error}") from None
    return policy


def policies_at(when: datetime) -> Policy:
    return clock_policies().policy_at(when)


def target_for(
    kind: TargetKind, *, severity: Severity, at: datetime, plan: str = "", cover: bool = False, zone: str = "UTC",
    around_the_clock: bool = False,
) -> Target:  # fmt: skip
    """`zone` is the customer's; `around_the_clock` their choice of all hours. A product group's kinds need no plan."""
    policy = policies_at(at)
    if kind in ("acknowledge", "answer"):
        line = getattr(policy.product_group[severity], kind)
    else:
        line = getattr(policy.promises(plan, severity, cover), kind)
    return _target(policy, line, zone, around_the_clock and severity in policy.around_the_clock)


def resolution_target_for(
    *, plan: str, severity: Severity, at: datetime, cover: bool = False, zone: str = "UTC"
) -> Target | None:
    """None where the policy promises no time by which it is solved."""
    policy = policies_at(at)
    line = policy.promises(plan, severity, cover).resolution
    return _target(policy, line, zone, all_hours=False) if line else None


def _target(policy: Policy, line: Line, zone: str, all_hours: bool) -> Target:
    key = line.calendar
    if key == BUSINESS:
        key = "always" if all_hours else clock_policies().calendars.serving(zone)
    return Target(line.minutes, key, policy.version)
