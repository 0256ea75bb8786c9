"""Rotations made, changed and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, delete

from ...catalog.loading import catalogue
from ...people.models import Person
from ...people.queries import open_boundaries, people
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, expect_version
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import RotationEnded, RotationMade, RotationRevised
from ..models import Member, Rotation
from ..queries import members_of, rotations, shift_rows
from ..spans import Span
from ..turns import Plan
from ..wording import plan_in_words
from .planning import HORIZON, fill, free, hold_plan


@dataclass(frozen=True, kw_only=True)
class NewRotation:
    key: str
    name: str
    boundary: str
    plan: Plan


async def make_rotation(db: Session, new: NewRotation, *, by: Actor) -> Rotation:
    """Its shifts are there at once, as far ahead as they are planned."""
    allow(by, "manage_roster")
    await _check(db, new, by)
    await hold_plan(db)
    rotation = Rotation(boundary=new.boundary, key=new.key, name=new.name, **_columns(new.plan))
    db.add(rotation)
    await db.flush()
    await _seat(db, rotation, new.plan.members)
    await record(db, RotationMade(name=new.name, words=plan_in_words(new.plan)), on=rotation, by=by)
    await db.flush()
    await fill(db, rotation, now())
    return rotation


async def revise_rotation(db: Session, rotation: Rotation, name: str, plan: Plan, *, version: int, by: Actor) -> None:
    """From the next hand-over of the new plan on: whose turn is under way keeps it, and what was agreed stays."""
    allow(by, "manage_roster")
    expect_version(rotation, version)
    members = (await members_of(db, [rotation.id]))[rotation.id]
    if rotation.ended_at is not None:
        raise Refused(f"{rotation.name} has ended. Make a new rotation.")
    if (rotation.name, rotation.plan(members)) == (name, plan):
        return
    await _check_members(db, plan.members)
    await hold_plan(db)
    for column, value in {"name": name, **_columns(plan)}.items():
        setattr(rotation, column, value)
    flag_modified(rotation, "name")
    await db.exec(delete(Member).where(col(Member.rotation_id) == rotation.id))
    await _seat(db, rotation, plan.members)
    await record(db, RotationRevised(words=plan_in_words(plan)), on=rotation, by=by)
    await _unplan(db, rotation, plan.handover_after(now()))
    await fill(db, rotation, now())


async def _unplan(db: Session, rotation: Rotation, since: datetime) -> None:
    """Turns give way to the new plan; overrides and swaps were agreed by people and stay."""
    from_then_on = Span(since, max(since, now()) + 2 * HORIZON)
    for shift in await shift_rows(db, from_then_on, rotation_id=rotation.id):
        if shift.origin == "turn" and (span := shift.span.within(from_then_on)):
            await free(db, span, rotation_id=rotation.id)


async def end_rotation(db: Session, rotation: Rotation, *, by: Actor) -> None:
    """Nobody is on call in it any more; what was stays."""
    allow(by, "manage_roster")
    if rotation.ended_at is not None:
        return
    await hold_plan(db)
    at = now()
    rotation.ended_at = at
    await free(db, Span(at, at + 2 * HORIZON), rotation_id=rotation.id)
    await record(db, RotationEnded(), on=rotation, by=by)
    await db.flush()


async def _seat(db: Session, rotation: Rotation, members: Sequence[int]) -> None:
    db.add_all(
        Member(boundary=rotation.boundary, rotation_id=rotation.id, position=position, person_id=person_id)
        for position, person_id in enumerate(members)
    )
    await db.flush()


async def _check(db: Session, new: NewRotation, by: Actor) -> None:
    places = {"everywhere", *catalogue().boundaries}
    if new.boundary not in places:
        raise Refused("Choose one of the boundaries.")
    if isinstance(by, Person) and new.boundary != "everywhere" and new.boundary not in await open_boundaries(db, by):
        raise Refused(f"You hold no clearance for {new.boundary}. Choose a boundary that you may see.")
    if any(one.key == new.key and one.boundary == new.boundary for one in await rotations(db, ended=True)):
        raise Refused(f"There is or was a rotation {new.key}. Choose another key.")
    await _check_members(db, new.plan.members)


async def _check_members(db: Session, members: Sequence[int]) -> None:
    if not members or len(set(members)) != len(members):
        raise Refused("Name those who take turns, each once.")
    if set(members) - {person.id for person in await people(db)}:
        raise Refused("One of those people is disabled or is not there.")


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "time_zone": plan.hours.time_zone, "every": plan.every, "handoff_day": plan.handoff_day, "handoff_at": plan.handoff_at,
        "starts_on": plan.starts_on, "hours_from": plan.hours.start, "hours_until": plan.hours.end, "days": sorted(plan.hours.days),
    }  # fmt: skip
