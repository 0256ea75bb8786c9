"""Rotations for tests. Time stands still on the coming Monday, which the tests call the 22nd."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from escalations.coverage.actions import NewRotation, make_rotation
from escalations.coverage.hours import Hours
from escalations.coverage.models import Rotation
from escalations.coverage.queries import OnCall, shifts_between
from escalations.coverage.spans import Span
from escalations.coverage.turns import Plan
from escalations.people.models import Person
from tests.support import as_person, as_system

TODAY = datetime.now(UTC).date()
MONDAY = TODAY + timedelta(days=8 - TODAY.isoweekday())
NOW = datetime.combine(MONDAY, time(8), UTC)


def day(number: int) -> date:
    """The 22nd is the Monday, the 23rd the day after it."""
    return MONDAY + timedelta(days=number - 22)


def a_plan(members: Sequence[Person], **told: Any) -> Plan:
    hours = Hours(**{"time_zone": "UTC", **told.pop("hours", {})})
    usual: dict[str, Any] = {"every": "day", "handoff_day": 1, "handoff_at": 480, "starts_on": MONDAY}
    return Plan(hours=hours, members=[person.id for person in members], **{**usual, **told})


async def a_rotation(
    by: Person, members: Sequence[Person], boundary: str = "everywhere", key: str = "storage", **told: Any
) -> Rotation:
    new = NewRotation(key=key, name=key.title(), boundary=boundary, plan=a_plan(members, **told))
    async with as_person(by) as db:
        return await make_rotation(db, new, by=by)


async def on_call(rotation: Rotation, days: int = 3, since: datetime = NOW) -> list[OnCall]:
    async with as_system("public", "usgov", "germany", "france") as db:
        return await shifts_between(db, Span(since, since + timedelta(days=days)), rotations=[rotation.id])


def at(number: int, hour: int = 8) -> datetime:
    return datetime.combine(day(number), time(hour), UTC)


def hours_of(shifts: list[OnCall]) -> list[tuple[str, datetime, datetime]]:
    return [(one.name, one.span.start, one.span.end) for one in shifts]
