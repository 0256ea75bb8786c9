"""What a clock's ledger says: its state, its due time and where the time went, from the entries alone.

Two ways to change a target. An unmet answer that is promised sooner is due after the new target counted from the change,
but never later than it already was; one that is promised later keeps the time it has used. Everything else always keeps it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from .calendars import MINUTE
from .readings import NONE, REMINDER, ClockReading, Entry, LedgerError, PinnedCalendars, Segment


def due_from_ledger(
    entries: Iterable[Entry], calendars: PinnedCalendars, until: datetime | None = None
) -> ClockReading:
    """The reading after the last entry, or as of a later moment."""
    reading: ClockReading | None = None
    for entry in entries:
        reading = _begin(entry, calendars) if reading is None else after(reading, entry, calendars)
    if reading is None:
        raise LedgerError("an empty ledger")
    return reading if until is None else advance(reading, until, calendars)


def _begin(entry: Entry, calendars: PinnedCalendars) -> ClockReading:
    if entry.what != "started":
        raise LedgerError(f"a ledger begins with started, not {entry.what}")
    target = (entry.due_at - entry.at) if entry.due_at else (entry.minutes or 0) * MINUTE
    begun = ClockReading(
        state="running", started_at=entry.at, as_of=entry.at, target=target, calendar=entry.calendar, policy=entry.policy,
        left=target, aimed_at=entry.at, aimed_left=target, why=entry.why,
    )  # fmt: skip
    return _reschedule(begun, entry, calendars) if entry.due_at else _aim(begun, calendars)


def after(reading: ClockReading, entry: Entry, calendars: PinnedCalendars) -> ClockReading:
    """An entry never takes effect before the one it follows, however late it arrived."""
    now = advance(reading, entry.at, calendars)
    match entry.what:
        case "paused" if now.is_open:
            return now._replace(state="paused", why=entry.why, due_at=None)
        case "resumed" if now.state != "running":
            return _aim(now._replace(state="running", why="", satisfied_at=None), calendars)
        case "satisfied" if now.is_open:
            return now._replace(state="satisfied", why=entry.why, satisfied_at=now.as_of)
        case "cancelled" | "merged" if now.is_open:
            return now._replace(state="cancelled", why=entry.why or entry.what)
        case "warned" if now.state == "running" and entry.threshold:
            return now._replace(warned=max(now.warned, entry.threshold))
        case "breached" if now.state == "running":
            return now._replace(breach_told=True, overdue_since=now.due_at, breached_at=now.breached_at or now.due_at)
        case "retargeted" if now.is_open:
            return _retarget(now, entry, calendars)
        case "carried_over" if now.is_open:
            return _carry_over(now, entry, calendars)
        case "rescheduled" if now.is_open:
            named = now._replace(why=entry.why) if now.state == "running" else now
            return _reschedule(_new_round(named, entry), entry, calendars)
    raise LedgerError(f"{entry.what} after {now.state}")


def advance(reading: ClockReading, to: datetime, calendars: PinnedCalendars) -> ClockReading:
    """Let time pass: it is used up only while the clock runs and its calendar is open."""
    if to <= reading.as_of:
        return reading
    if reading.state != "running":
        return reading._replace(as_of=to, segments=_lengthened(reading, to))
    passed = calendars.pinned(reading.calendar).open_between(reading.as_of, to)
    late = reading.due_at is not None and reading.due_at < to
    return reading._replace(
        as_of=to,
        used=reading.used + passed,
        left=reading.left - passed,
        overdue_since=reading.due_at if late else reading.overdue_since,
        breached_at=reading.breached_at or (reading.due_at if late else None),
        segments=_lengthened(reading, to),
    )


def _lengthened(reading: ClockReading, to: datetime) -> tuple[Segment, ...]:
    what = reading.state if reading.state in ("running", "paused") else "stopped"
    why = "" if what == "running" else reading.why
    new = Segment(reading.as_of, to, what, why, reading.calendar)
    if reading.segments and reading.segments[-1][2:] == new[2:]:
        return (*reading.segments[:-1], new._replace(start=reading.segments[-1].start))
    return (*reading.segments, new)


def threshold_moment(reading: ClockReading, threshold: int, calendars: PinnedCalendars) -> datetime:
    """When that many percent of the target's open time are used up; the due time at the latest."""
    assert reading.due_at is not None, "what does not run uses nothing up"
    spared = reading.target * (100 - threshold) // 100
    moment = calendars.pinned(reading.calendar).due(reading.aimed_at, max(reading.aimed_left - spared, NONE))
    return min(moment, reading.due_at)


def next_look(
    reading: ClockReading, calendars: PinnedCalendars, thresholds: Sequence[int] = (), every: timedelta = REMINDER
) -> datetime | None:
    """When somebody must be told next: at each threshold, when it is due, then `every` so much open time. None while it stands still."""
    if reading.state != "running":
        return None
    if reading.breach_told:
        until_next = every - (-reading.left % every)
        return calendars.pinned(reading.calendar).due(reading.as_of, until_next)
    coming = next((threshold for threshold in thresholds if threshold > reading.warned), None)
    return threshold_moment(reading, coming, calendars) if coming else reading.due_at


def threshold_passed(
    reading: ClockReading, at: datetime, calendars: PinnedCalendars, thresholds: Sequence[int]
) -> int | None:
    """The highest threshold that is reached by `at` and was not told of yet."""
    untold = (threshold for threshold in reversed(thresholds) if threshold > reading.warned)
    return next((threshold for threshold in untold if threshold_moment(reading, threshold, calendars) <= at), None)


def would_be_due(reading: ClockReading, calendars: PinnedCalendars) -> datetime:
    """The due time, or what it would be if a paused clock ran on now."""
    due = reading.due_at or _aim(reading._replace(state="running"), calendars).due_at
    assert due is not None
    return due


def _aim(reading: ClockReading, calendars: PinnedCalendars) -> ClockReading:
    """Work out when it is due from what is left."""
    if reading.state != "running":
        return reading._replace(due_at=None)
    due = reading.overdue_since or calendars.pinned(reading.calendar).due(reading.as_of, max(reading.left, NONE))
    return reading._replace(due_at=due, aimed_at=reading.as_of, aimed_left=reading.left)


def _new_round(reading: ClockReading, entry: Entry) -> ClockReading:
    """A recorded breach stays; what is told of anew is the new due time."""
    return reading._replace(
        calendar=entry.calendar or reading.calendar,
        round=reading.round + 1,
        warned=0,
        breach_told=False,
        overdue_since=None,
    )


def _aimed_at(reading: ClockReading, entry: Entry, left: timedelta, calendars: PinnedCalendars) -> ClockReading:
    return _aim(_new_round(reading, entry)._replace(left=left), calendars)


def _carried(reading: ClockReading, target: timedelta) -> timedelta:
    """What is left of a new target. After a sooner promise the time used before it still counts, so that
    raising and lowering a severity gains nothing."""
    return min(target - reading.used, reading.left + target - reading.target)


def _retarget(reading: ClockReading, entry: Entry, calendars: PinnedCalendars) -> ClockReading:
    calendar, target = calendars.pinned(entry.calendar), (entry.minutes or 0) * MINUTE
    if (target, entry.calendar) == (reading.target, reading.calendar):
        return reading._replace(policy=entry.policy)
    promised, left = would_be_due(reading, calendars), _carried(reading, target)
    named = reading._replace(target=target, policy=entry.policy)
    if left > NONE and calendar.due(reading.as_of, left) >= promised:
        return _aimed_at(named, entry, left, calendars)
    if calendar.due(reading.as_of, target) < promised:
        return _aimed_at(named, entry, target, calendars)
    return named


def _carry_over(reading: ClockReading, entry: Entry, calendars: PinnedCalendars) -> ClockReading:
    """Without `minutes` only the hours change, and what is left stays left."""
    target = reading.target if entry.minutes is None else entry.minutes * MINUTE
    if (target, entry.calendar or reading.calendar) == (reading.target, reading.calendar):
        return reading._replace(policy=entry.policy or reading.policy)
    left = reading.left if entry.minutes is None else _carried(reading, target)
    named = reading._replace(policy=entry.policy or reading.policy, target=target)
    if left <= NONE and reading.overdue_since:
        return named._replace(left=left, calendar=entry.calendar or reading.calendar)
    return _aimed_at(named, entry, left, calendars)


def _reschedule(reading: ClockReading, entry: Entry, calendars: PinnedCalendars) -> ClockReading:
    """Aim at an instant that was promised as such, or taken over from a merged clock."""
    assert entry.due_at is not None
    calendar = calendars.pinned(reading.calendar)
    target = entry.minutes * MINUTE if entry.minutes else max(entry.due_at - reading.started_at, NONE)
    named = reading._replace(target=target)
    if entry.due_at < reading.as_of:
        breached = reading.breached_at or entry.due_at
        late = -calendar.open_between(entry.due_at, reading.as_of)
        return _aim(named._replace(overdue_since=entry.due_at, breached_at=breached, left=late), calendars)
    aimed = _aim(named._replace(left=calendar.open_between(reading.as_of, entry.due_at)), calendars)
    return aimed._replace(due_at=entry.due_at) if aimed.due_at else aimed
