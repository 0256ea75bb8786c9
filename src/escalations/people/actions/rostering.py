"""How people stand in the roster: their hours, room and skills; and whether they are in it at all."""

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, delete

from ...platform.db import Session
from ...platform.errors import NotAllowed, expect_version
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import PersonDisabled, PersonEnabled, RosterChanged
from ..models import Person, Specialty
from ..plans import RosterPlan
from ..queries import specialties_of
from ..roles import allow
from .joining import set_presence


async def change_roster(db: Session, person: Person, plan: RosterPlan, *, version: int, by: Actor) -> None:
    """Only over the version its editor had before them. What is already so is recorded by nobody."""
    allow(by, "manage_roster")
    expect_version(person, version)
    was = RosterPlan.of(person, (await specialties_of(db, [person.id])).get(person.id, {}))
    changes = dict(plan.changes(was))
    if changes:
        for column, value in plan.columns.items():
            setattr(person, column, value)
        if "specialties" in changes:
            await _set_levels(db, person, plan)
        event = RosterChanged(fields=list(changes), words="; ".join(changes.values()))
        await record(db, event, on=person, by=by)
    await set_presence(db, person, plan.presence, by=by)


async def _set_levels(db: Session, person: Person, plan: RosterPlan) -> None:
    """They stand in a table of their own, so the version that guards them is moved on by hand."""
    flag_modified(person, "capacity")
    await db.execute(delete(Specialty).where(col(Specialty.person_id) == person.id))
    db.add_all(
        Specialty(person_id=person.id, family=family, level=level) for family, level in plan.levels.items() if level
    )


async def disable_person(db: Session, person: Person, *, by: Actor) -> None:
    """They see nothing from now on. Their cases go back to their queues by what hears of it."""
    allow(by, "administer")
    if by.id == person.id:
        raise NotAllowed("Nobody may disable themselves. Ask another administrator.")
    if person.disabled_at is None:
        person.disabled_at = now()
        await record(db, PersonDisabled(), on=person, by=by)


async def enable_person(db: Session, person: Person, *, by: Actor) -> None:
    """They come back offline: no case goes to them before they say that they are there."""
    allow(by, "administer")
    if person.disabled_at is not None:
        person.disabled_at, person.presence = None, "offline"
        await record(db, PersonEnabled(), on=person, by=by)
