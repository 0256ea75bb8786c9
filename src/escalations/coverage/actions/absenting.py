"""Somebody is away: no case goes to them and no turn is theirs; and that taken back."""

from datetime import datetime, timedelta

from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import AbsenceAdded, AbsenceCancelled
from ..models import KINDS, Absence
from ..queries import absences_of, rotations
from ..spans import Span
from ..wording import said
from .planning import fill, free, hold_plan

LONGEST = timedelta(days=400)


async def add_absence(db: Session, person: Person, span: Span, kind: str, *, uid: str = "", by: Actor) -> Absence:
    """Their turns in it fall to nobody, which stands as a gap until somebody takes them. The same again is the same absence."""
    allow_for(person, by)
    if kind not in KINDS or span.start >= span.end or span.length > LONGEST:
        raise Refused("An absence has a kind, ends after it begins, and lasts a year at most.")
    if span.end <= now():
        raise Refused("That is past. Choose a later end.")
    await hold_plan(db)
    for other in await absences_of(db, person, now()):
        if other.span == span and other.kind == kind and other.uid == uid:
            return other
        if other.span.meets(span):
            raise Refused(
                f"{person.name} is away {said(other.span)} already. Take that back first, or choose other days."
            )
    return await _added(db, person, span, kind, uid, by)


async def _added(db: Session, person: Person, span: Span, kind: str, uid: str, by: Actor) -> Absence:
    absence = Absence(
        person_id=person.id, during=span.during, kind=kind, uid=uid, at=now(), author_id=by.id, author_name=by.name
    )
    db.add(absence)
    await db.flush()
    left = Span(max(span.start, now()), span.end)
    freed = await free(db, left, person_id=person.id)
    event = AbsenceAdded(absence_id=absence.id, span=said(span), shifts=len(freed))
    await record(db, event, on=absence, by=by, topics=("rotation", "person"))
    await db.flush()
    return absence


async def cancel_absence(db: Session, person: Person, absence: Absence, *, by: Actor) -> None:
    """They are back at once, and turns that nobody took are theirs again."""
    allow_for(person, by)
    if absence.cancelled_at is not None:
        return
    if absence.span.end <= now():
        raise Refused("It is over. What was cannot be taken back.")
    await hold_plan(db)
    absence.cancelled_at, absence.cancelled_by = now(), by.name
    event = AbsenceCancelled(absence_id=absence.id, span=said(absence.span))
    await record(db, event, on=absence, by=by, topics=("rotation", "person"))
    await db.flush()
    await _fill_all(db, now())


async def _fill_all(db: Session, at: datetime) -> None:
    for rotation in await rotations(db):
        await fill(db, rotation, at)


def allow_for(person: Person, by: Actor) -> None:
    """For oneself by whoever may be on call, for others by whoever keeps the roster."""
    allow(by, "take_duty" if by.id == person.id else "manage_roster")
    if person.disabled_at is not None:
        raise NotAllowed(f"{person.name} is disabled.")
