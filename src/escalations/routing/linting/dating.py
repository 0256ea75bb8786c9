"""Rules past their day, and those that will soon be; rules that decided nothing for long."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ..rules import Rule
from .complaints import Complaint
from .layout import Layout

SOON = timedelta(days=30)


def dated(layout: Layout) -> Iterator[Complaint]:
    today = layout.at.date()
    for rule in layout.rule_set.rules:
        if rule.expires is not None and rule.has_expired(layout.at):
            yield _dated(rule, "expired", f"expired on {rule.expires} and decides nothing any more")
        elif rule.expires is not None and rule.expires - today <= SOON:
            yield _dated(rule, "expiring", f"expires {_in_days(rule.expires, today)}, on {rule.expires}")


def _in_days(then: date, today: date) -> str:
    days = (then - today).days
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"


def _dated(rule: Rule, kind: str, says: str) -> Complaint:
    return Complaint(
        kind="expired" if kind == "expired" else "expiring",
        grade="warning" if kind == "expired" else "note",
        rule=rule.name,
        place=rule.place_of("expires"),
        says=says,
        remedy=f"Ask {rule.owner} whether it is still needed; give it a new date or take it out",
    )


def never_hit(layout: Layout, hits: Mapping[str, int], days: int) -> Iterator[Complaint]:
    """Says nothing where no case was opened, and of rules that could not decide one."""
    for rule in layout.alive if any(hits.values()) else ():
        if not hits.get(rule.name) and rule.conditions:
            yield Complaint(
                kind="never_hit",
                grade="note",
                rule=rule.name,
                place=rule.place,
                says=f"decided no case that was opened in the last {days} days",
                remedy=f"Ask {rule.owner} whether it is still needed",
            )
