"""Absences taken over from a calendar: the same calendar again changes nothing."""

from dataclasses import dataclass, field
from datetime import timedelta

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import CalendarImported
from ..ical_reading import Found
from ..queries import absences_of
from ..spans import Span
from .absenting import LONGEST, add_absence, allow_for, cancel_absence

HORIZON = timedelta(days=400)


@dataclass
class Imported:
    added: int = 0
    removed: int = 0
    kept: int = 0
    left_out: list[str] = field(default_factory=list)


async def import_calendar(db: Session, person: Person, found: Found, *, by: Actor) -> Imported:
    """By UID: what changed is changed, what is gone from the calendar is taken back. What people typed themselves stays."""
    allow_for(person, by)
    at, done = now(), Imported(left_out=list(found.left_out))
    wanted = {uid: span for uid, span in found.entries.items() if at < span.end and span.start < at + HORIZON}
    theirs = {one.uid: one for one in await absences_of(db, person, at) if one.uid}
    for uid, absence in theirs.items():
        if wanted.get(uid) == absence.span:
            done.kept += 1
            wanted.pop(uid)
        else:
            await cancel_absence(db, person, absence, by=by)
            done.removed += uid not in wanted
    for uid, span in sorted(wanted.items(), key=lambda entry: entry[1]):
        await _take(db, person, uid, span, done, by)
    if done.added or done.removed:
        event = CalendarImported(added=done.added, removed=done.removed)
        await record(db, event, on=person, by=by, topics=("absence",))
        await db.flush()
    return done


async def _take(db: Session, person: Person, uid: str, span: Span, done: Imported, by: Actor) -> None:
    if span.length > LONGEST:
        done.left_out.append(f"{span.start:%-d %b %Y}: is longer than a year")
        return
    try:
        await add_absence(db, person, span, "other", uid=uid, by=by)
        done.added += 1
    except Refused as problem:
        done.left_out.append(f"{span.start:%-d %b %Y}: {problem}")
