"""Who is there to be told: of a rotation where one says so, otherwise whoever is on shift and not away."""

from ...people.models import Person
from ...people.queries import clearances_of
from ...people.queries import people_on_duty as on_shift
from ...platform.db import Session
from ...platform.time import now
from ..spans import Span
from .absences import away_between
from .rotations import rotation_named
from .shifts import on_duty

LEAD = "duty_lead"
LEAD_ROTATION = "duty-lead"


async def people_on_duty(db: Session, role: str, boundary: str, *, product_group: str | None = None) -> list[Person]:
    """Of a role, cleared for the boundary; duty leads from the rotation named duty-lead while one is on call there."""
    if role == LEAD and (lead := await _lead_on_call(db, boundary)):
        return [lead]
    there = await on_shift(db, role, boundary, product_group=product_group)
    away = await away_between(db, Span.moment(now()), [person.id for person in there]) if there else {}
    return [person for person in there if person.id not in away] or there


async def who_answers_for(db: Session, boundary: str) -> list[Person]:
    """The duty leads who are there; where no lead is cleared, the administrators, who can clear somebody."""
    return await people_on_duty(db, LEAD, boundary) or await people_on_duty(db, "administrator", boundary)


async def _lead_on_call(db: Session, boundary: str) -> Person | None:
    rotation = await rotation_named(db, LEAD_ROTATION, boundary)
    person = await on_duty(db, rotation, now()) if rotation else None
    cleared = (await clearances_of(db, [person.id])).get(person.id, []) if person else []
    return person if any(one.boundary == boundary and one.is_open(now()) for one in cleared) else None
