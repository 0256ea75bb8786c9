"""What a clock promises changes while it runs: another severity, other hours, another due time."""

from datetime import datetime

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..calendars import MINUTE, Calendar
from ..events import ClockCancelled, ClockRetargeted
from ..kinds import KINDS, Kind
from ..models import Clock, cached
from ..policies import ClockRules, Policy, Target, TargetKind, Terms, clock_policies
from ..queries import Held
from ..readings import ClockReading, Entry, What
from .entering import Named, about, enter, hold, told_of_breach, unfold
from .stepping import Step


async def retarget_clock(
    db: Session, clock: Clock, target: Target, why: str, *, by: Actor, at: datetime | None = None
) -> Clock:
    """A pause goes on, a recorded breach stays. See the ledger for what happens to the due time."""
    at = at or now()
    await _hold_open(db, clock)
    calendar = clock_policies().calendars.in_force(target.calendar_key, at)
    if _is_already(clock, target, calendar):
        return clock
    return await change(db, clock, retargeting(clock.kind, target, calendar, why, at), by)


def retargeting(kind: Kind, target: Target, calendar: Calendar, why: str, at: datetime) -> Entry:
    what: What = "retargeted" if KINDS[kind].is_answer else "carried_over"
    return Entry(what=what, at=at, why=why, minutes=target.minutes, calendar=calendar.ref, policy=target.policy_version)


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
    await record(db, _moved(clock, reading, entry.why), on=clock, by=by)
    return clock


def change_step(clock: Held, before: ClockReading, entry: Entry, rules: ClockRules) -> Step:
    """The same for one clock of very many."""
    written = unfold(before, entry, rules.calendars)
    reading = written[-1][1]
    breaches = [told_of_breach(clock, noted) for one, noted in written if one.what == "breached"]
    entries = tuple((one, noted.round) for one, noted in written)
    ends = about(ClockCancelled, clock, why=entry.why) if entry.what == "cancelled" else None
    fact = ends or _moved(clock, reading, entry.why)
    return Step(clock, entries, cached(reading, clock.kind, rules), (*breaches, fact))


def under_new_policy(kind: TargetKind, terms: Terms, policy: Policy, rules: ClockRules, at: datetime) -> Entry:
    """What a policy that comes into force at `at` enters into the ledger of a clock that runs."""
    target, why = policy.target(kind, terms, rules.calendars), f"new policy from {policy.version}"
    if target is None:
        return Entry(what="cancelled", at=at, why=f"{why} has none")
    return retargeting(kind, target, rules.calendars.in_force(target.calendar_key, at), why, at)


def _moved(clock: Named, reading: ClockReading, why: str) -> ClockRetargeted:
    due_at = reading.due_at.isoformat() if reading.due_at else ""
    minutes = -(-reading.target // MINUTE)
    return about(ClockRetargeted, clock, minutes=minutes, calendar=reading.calendar, due_at=due_at, why=why)


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
