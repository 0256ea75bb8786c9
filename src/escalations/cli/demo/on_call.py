"""Who is on call in the demo world: storage around the sun, the duty lead, and a few weeks in which not all is covered."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from ...coverage.actions import NewRotation, add_absence, ask_swap, make_rotation, override_shift
from ...coverage.hours import EVERY_DAY, Hours
from ...coverage.models import Rotation
from ...coverage.queries import rotation_named, shift_rows
from ...coverage.spans import Span
from ...coverage.turns import Plan
from ...people.models import Person
from ...people.queries import people
from ...platform.db import Session, transaction
from ...platform.events import SYSTEM
from ...platform.time import now
from ..sight import everywhere
from .content import content

WEEK = timedelta(days=7)


async def add_on_call(random: Random) -> None:
    told = content("on_call")
    async with transaction(everywhere()) as db:
        named = {one.name: one for one in await people(db)}
        for rotation in told["rotations"]:
            await _make(db, rotation, named)
    async with transaction(everywhere()) as db:
        for one in told["absences"]:
            for day in one["days"]:
                span = _hours(one["week"], day, "00:00", "00:00")
                await add_absence(db, named[one["who"]], span, one["kind"], by=SYSTEM)
        for one in told["overrides"]:
            span = _hours(one["week"], one["day"], one["from"], one["until"])
            rotation = await _named(db, one["rotation"])
            await override_shift(db, rotation, named[one["who"]], span, one["reason"], by=SYSTEM)
        for one in told["swaps"]:
            await _ask(db, await _named(db, one["rotation"]), named[one["asker"]], named[one["asked"]], one["note"])


async def _make(db: Session, told: dict[str, Any], named: dict[str, Person]) -> None:
    hours = Hours(
        time_zone=told.get("time_zone", "UTC"), start=_minutes(told["from"]), end=_minutes(told["until"]), days=tuple(told.get("days", EVERY_DAY))
    )  # fmt: skip
    today = now().date()
    plan = Plan(
        hours=hours, every=told["every"], handoff_day=told.get("handoff_day", 1), handoff_at=hours.start,
        starts_on=today if told["every"] == "day" else _monday() - timedelta(days=1), members=[named[name].id for name in told["members"]],
    )  # fmt: skip
    new = NewRotation(key=told["key"], name=told["name"], boundary=told.get("boundary", "everywhere"), plan=plan)
    await make_rotation(db, new, by=SYSTEM)


async def _ask(db: Session, rotation: Rotation, asker: Person, asked: Person, note: str) -> None:
    mine = await shift_rows(
        db, Span(now() + timedelta(days=1), now() + 4 * WEEK), rotation_id=rotation.id, person_id=asker.id
    )
    await ask_swap(db, rotation, mine[2], asked, None, note, by=asker)


async def _named(db: Session, key: str) -> Rotation:
    rotation = await rotation_named(db, key, "public")
    assert rotation is not None, key
    return rotation


def _monday() -> date:
    return now().date() - timedelta(days=now().isoweekday() - 1)


def _hours(week: int, day: int, start: str, end: str) -> Span:
    """Of an ISO weekday so many weeks ahead, in UTC."""
    midnight = datetime.combine(_monday() + week * WEEK + timedelta(days=day - 1), time(), UTC)
    length = (_minutes(end) - _minutes(start)) % 1440 or 1440
    begin = midnight + timedelta(minutes=_minutes(start))
    return Span(begin, begin + timedelta(minutes=length))


def _minutes(told: str) -> int:
    hours, minutes = told.split(":")
    return int(hours) * 60 + int(minutes)
