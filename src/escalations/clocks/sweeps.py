"""What time alone brings about: warnings, breaches, reminders, and new hours coming into force."""

from datetime import UTC, datetime

from ..platform.db import Session
from ..platform.events import SYSTEM, record
from .actions.entering import about, note_breach, write
from .actions.retargeting import change
from .calendars import Calendar
from .events import ClockOverdue, ClockWarned
from .ledger import advance, due_from_ledger, next_look
from .models import Clock
from .policies import clock_policies
from .queries import clocks_on_old_hours, due_clocks, ledgers_of
from .readings import REMINDER, ClockReading, Entry


async def sweep_clocks(db: Session, at: datetime, limit: int = 500) -> int:
    """Tell of every clock whose moment has come. Running it twice tells nothing twice."""
    clocks = await due_clocks(db, at, limit)
    ledgers = await ledgers_of(db, [clock.id for clock in clocks])
    for clock in clocks:
        await _look_at(db, clock, due_from_ledger(ledgers[clock.id], clock_policies().calendars), at)
    return len(clocks)


async def _look_at(db: Session, clock: Clock, reading: ClockReading, at: datetime) -> None:
    due = reading.due_at
    assert due is not None, "what does not run is never due"
    if at < due:
        write(db, clock, reading, Entry(what="warned", at=at, due_at=due))
        await record(db, about(ClockWarned, clock, due_at=due.isoformat()), on=clock, by=SYSTEM)
    elif not reading.breach_told:
        _look_again(clock, await note_breach(db, clock, reading), at)
    else:
        today = _look_again(clock, reading, at)
        overdue = about(ClockOverdue, clock, due_at=due.isoformat(), hours=-today.left // REMINDER)
        await record(db, overdue, on=clock, by=SYSTEM)


def _look_again(clock: Clock, reading: ClockReading, at: datetime) -> ClockReading:
    calendars = clock_policies().calendars
    today = advance(reading, at, calendars)
    clock.wake_at = next_look(today, calendars, warns=clock.nature.warns)
    return today


async def sweep_changed_hours(db: Session, at: datetime, limit: int = 500) -> int:
    """Move open clocks on to the version of their calendar now in force: what is used stays used, the rest counts anew."""
    in_force = clock_policies().calendars.all_in_force(at)
    clocks = await clocks_on_old_hours(db, [calendar.ref for calendar in in_force.values()], limit)
    for clock in clocks:
        calendar = in_force[clock.calendar.partition("@")[0]]
        entry = Entry(
            what="carried_over", at=_began(calendar), why=f"new hours from {calendar.version}", calendar=calendar.ref
        )
        await change(db, clock, entry, SYSTEM)
    return len(clocks)


def _began(calendar: Calendar) -> datetime:
    return datetime.fromisoformat(calendar.version).replace(tzinfo=UTC)
