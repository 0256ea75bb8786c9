"""Which part of the past a report is about: read from the address, written back as links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, FromClause

from ..cases.models import SEVERITIES
from ..catalog.loading import catalogue
from ..customers.models import PLANS
from ..platform.time import now

PERIODS = {7: "7 days", 30: "30 days", 90: "90 days", 365: "year"}
USUAL = 30


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Narrowing:
    """What is empty does not narrow. `by` is how a report is divided, where it can be."""

    days: int = USUAL
    family: str = ""
    plan: str = ""
    severity: str = ""
    by: str = ""

    @classmethod
    def of(cls, words: Mapping[str, str], divisions: Mapping[str, str] | None = None) -> "Narrowing":
        days, by = words.get("days", ""), words.get("by", "")
        family, plan, severity = (words.get(name, "") for name in ("family", "plan", "severity"))
        return cls(
            days=int(days) if days.isdecimal() and int(days) in PERIODS else USUAL,
            family=family if family in catalogue().families else "",
            plan=plan if plan in PLANS else "",
            severity=severity if severity in SEVERITIES else "",
            by=by if by in (divisions or {}) else next(iter(divisions or {}), ""),
        )

    @property
    def since(self) -> datetime:
        return now() - timedelta(days=self.days)

    @property
    def period(self) -> str:
        return PERIODS[self.days]

    def conditions(self, facts: FromClause) -> list[ColumnElement[bool]]:
        """Of a query over cases, whose columns are the names here."""
        return [facts.c[name] == value for name in ("family", "plan", "severity") if (value := getattr(self, name))]

    def with_(self, field: str, value: str) -> "Narrowing":
        told: dict[str, Any] = {field: value}
        return replace(self, **told)

    def url(self, path: str, **more: str) -> str:
        told = {
            "days": "" if self.days == USUAL else str(self.days), "by": self.by, "family": self.family, "plan": self.plan,
            "severity": self.severity, **more,
        }  # fmt: skip
        words = urlencode({name: value for name, value in told.items() if value})
        return f"{path}?{words}" if words else path


def periods(chosen: Narrowing, path: str) -> list[Link]:
    return [
        Link(name.capitalize(), replace(chosen, days=days).url(path), days == chosen.days)
        for days, name in PERIODS.items()
    ]


def divisions(chosen: Narrowing, path: str, offered: Mapping[str, str]) -> list[Link]:
    return [Link(name, replace(chosen, by=key).url(path), key == chosen.by) for key, name in offered.items()]


def chips(chosen: Narrowing, path: str) -> list[Link]:
    """A chosen one links to the report without it."""
    return [
        Link(label, chosen.with_(field, "" if is_chosen else value).url(path), is_chosen)
        for field, value, label in _offered()
        if (is_chosen := getattr(chosen, field) == value) or not getattr(chosen, field)
    ]


def _offered() -> Iterable[tuple[str, str, str]]:
    yield from (("severity", letter, f"severity {letter}") for letter in SEVERITIES)
    yield from (("plan", key, name) for key, name in PLANS.items())
    yield from (("family", key, family.name) for key, family in catalogue().families.items())
