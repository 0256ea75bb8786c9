"""What a clock promises changes while it runs: another severity, other hours, another due time."""

from datetime import datetime

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..calendars import Calendar
from ..events import ClockRetargeted
from ..models import Clock
from ..policies import Target, clock_policies
from ..readings import Entry, What
from .entering import about, enter, hold


async def retarget_clock(
    db: Session, clock: Clock, target: Target, why: str, *, by: Actor, at: datetime | None = None
) -> Clock:
    """A pause goes on, a recorded breach stays. See the ledger for what happens to the due time."""
    at = at or now()
    await _hold_open(db, clock)
    calendar = clock_policies().calendars.in_force(target.calendar_key, at)
    if _is_already(clock, target, calendar):
        return clock
    what: What = "retargeted" if clock.nature.is_answer else "carried_over"
    entry = Entry(
        what=what, at=at, why=why, minutes=target.minutes, calendar=calendar.ref, policy=target.policy_version
    )
    return await change(db, clock, entry, by)


async def reschedule_clock(
    db: Session, clock: Clock, due_at: datetime, *, why: str, by: Actor, at: datetime | None = None
) -> Clock:
    """Aim at another instant."""
    await _hold_open(db, clock)
    if clock.due_at == due_at:
        return clock
    return await change(db, clock, Entry(what="rescheduled", at=at or now(), why=why, due_at=due_at), by)


async def change(db: Session, clock: Clock, entry: Entry, by: Actor) -> Clock:
    reading = await enter(db, clock, entry)
    due_at = reading.due_at.isoformat() if reading.due_at else ""
    moved = about(
        ClockRetargeted, clock, minutes=clock.target_minutes, calendar=clock.calendar, due_at=due_at, why=entry.why
    )
    await record(db, moved, on=clock, by=by)
    return clock


async def _hold_open(db: Session, clock: Clock) -> None:
    await hold(db, clock)
    if not clock.is_open:
        raise Refused(f"{clock.words.capitalize()} has ended; start a new one.")


def _is_already(clock: Clock, target: Target, calendar: Calendar) -> bool:
    return (clock.target_minutes, clock.calendar, clock.policy_version) == (
        target.minutes,
        calendar.ref,
        target.policy_version,
    )
