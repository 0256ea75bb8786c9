"""What time alone brings about: warnings, breaches, reminders, and new hours coming into force."""

from collections.abc import Sequence
from datetime import UTC, datetime

from ..platform.db import Session
from .actions.entering import about, told_of_breach, unfold
from .actions.retargeting import change_step
from .actions.stepping import Step, take_steps
from .calendars import Calendar
from .events import AboutClock, ClockOverdue, ClockWarned
from .kinds import KINDS
from .ledger import advance, due_from_ledger, next_look, threshold_passed
from .models import cached
from .policies import ClockRules, clock_policies
from .queries import Held, clocks_on_old_hours, due_clocks, ledgers_of
from .readings import REMINDER, ClockReading, Entry

BATCH = 1000


async def sweep_clocks(db: Session, at: datetime, limit: int = BATCH) -> int:
    """Tell of clocks whose moment has come, of so many in one transaction. Running it twice tells nothing twice."""
    clocks, rules = await due_clocks(db, at, limit), clock_policies()
    ledgers = await ledgers_of(db, [clock.id for clock in clocks])
    readings = ((clock, due_from_ledger(ledgers[clock.id], rules.calendars)) for clock in clocks)
    await take_steps(db, [_step(clock, reading, at, rules) for clock, reading in readings])
    return len(clocks)


def _step(clock: Held, reading: ClockReading, at: datetime, rules: ClockRules) -> Step:
    nature = KINDS[clock.kind]
    thresholds = rules.thresholds(reading.policy) if nature.warns else ()
    entry, calendars = _entry(reading, at, thresholds, rules), rules.calendars
    ((entry, reading),) = unfold(reading, entry, calendars) if entry else ((None, reading),)
    today = advance(reading, at, calendars)
    wake_at = next_look(today, calendars, thresholds, nature.reminds_every)
    row = cached(reading, clock.kind, rules)._replace(wake_at=wake_at)
    return Step(clock, ((entry, reading.round),) if entry else (), row, _facts(clock, entry, today))


def _entry(reading: ClockReading, at: datetime, thresholds: Sequence[int], rules: ClockRules) -> Entry | None:
    due = reading.due_at
    assert due is not None, "what does not run is never due"
    if at >= due:
        return None if reading.breach_told else Entry(what="breached", at=due, due_at=due)
    threshold = threshold_passed(reading, at, rules.calendars, thresholds)
    return Entry(what="warned", at=at, due_at=due, threshold=threshold) if threshold else None


def _facts(clock: Held, entry: Entry | None, today: ClockReading) -> tuple[AboutClock, ...]:
    due_at = today.due_at.isoformat() if today.due_at else ""
    if entry is None:
        hours = -today.left // REMINDER
        return (about(ClockOverdue, clock, due_at=due_at, hours=hours),) if today.breach_told else ()
    if entry.what == "breached":
        return (told_of_breach(clock, today),)
    return (about(ClockWarned, clock, due_at=due_at, threshold=entry.threshold, round=today.round),)


async def sweep_changed_hours(db: Session, at: datetime, limit: int = BATCH) -> int:
    """Move open clocks on to the version of their calendar now in force: what is used stays used, the rest counts anew."""
    rules = clock_policies()
    in_force = rules.calendars.all_in_force(at)
    clocks = await clocks_on_old_hours(db, [calendar.ref for calendar in in_force.values()], limit)
    ledgers = await ledgers_of(db, [clock.id for clock in clocks])
    await take_steps(db, [_move(clock, ledgers[clock.id], in_force[clock.hours], rules) for clock in clocks])
    return len(clocks)


def _move(clock: Held, ledger: list[Entry], calendar: Calendar, rules: ClockRules) -> Step:
    why = f"new hours from {calendar.version}"
    entry = Entry(what="carried_over", at=_began(calendar), why=why, calendar=calendar.ref)
    return change_step(clock, due_from_ledger(ledger, rules.calendars), entry, rules)


def _began(calendar: Calendar) -> datetime:
    return datetime.fromisoformat(calendar.version).replace(tzinfo=UTC)
