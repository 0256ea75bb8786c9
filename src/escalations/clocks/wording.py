"""A clock's ledger and its due time as a person reads them."""

from datetime import date
from zoneinfo import ZoneInfo

from ..platform.time import exact
from .calendars import MINUTE
from .kinds import WAITING
from .ledger import would_be_due
from .policies import clock_policies
from .readings import ClockReading, Entry


def entry_words(entry: Entry, zone: ZoneInfo) -> str:
    match entry.what:
        case "started":
            return f"began, {_aim(entry, zone)}"
        case "paused":
            return f"stood still, {_waiting(entry.why)}"
        case "resumed":
            return "ran on"
        case "satisfied":
            return f"was met: {entry.why}" if entry.why else "was met"
        case "warned":
            return f"warned: {entry.threshold} % of its time were used"
        case "breached":
            return "ran out"
        case "rescheduled":
            return _moved(entry, zone)
        case "retargeted" | "carried_over":
            aim = _aim(entry, zone)
            return f"counts on, {aim}: {entry.why}" if entry.why else f"counts on, {aim}"
        case _:
            return f"was cancelled: {entry.why}" if entry.why else "was cancelled"


def _moved(entry: Entry, zone: ZoneInfo) -> str:
    if entry.due_at is None:
        return f"moved: {entry.why}" if entry.why else "moved"
    at = exact(entry.due_at, zone)
    return f"moved to {at}: {entry.why}" if entry.why else f"moved to {at}"


def _waiting(why: str) -> str:
    return WAITING.get(why, why)  # type: ignore[call-overload, no-any-return]


def _aim(entry: Entry, zone: ZoneInfo) -> str:
    """What it counts towards."""
    if entry.minutes is None and entry.due_at:
        due = exact(entry.due_at, zone)
        return f"due {due} (“{entry.why}”)" if entry.what == "started" and entry.why else f"due {due}"
    counted = hours_words(entry.calendar)
    length = f"{open_time(entry.minutes)} ({counted})" if entry.minutes is not None else f"what is left ({counted})"
    return length + (f", {policy_words(entry.policy)}" if entry.policy else "")


def hours_words(calendar: str) -> str:
    name = clock_policies().calendars.pinned(calendar).name
    return name[:1].lower() + name[1:]


def policy_words(version: str) -> str:
    return f"policy of {date.fromisoformat(version):%-d %b %Y}"


def made_of(reading: ClockReading, first: Entry, zone: ZoneInfo) -> list[tuple[str, str]]:
    """How the due time came about: the target, its hours, the policy, what is used and what is left."""
    if first.minutes is None:
        return [("Given as", _aim(first, zone)), *_ends(reading, zone)]
    return [
        ("Target", f"{open_time(reading.target // MINUTE)} ({hours_words(reading.calendar)})"),
        ("By the", policy_words(reading.policy) if reading.policy else "instruction of a person"),
        ("Counted from", exact(reading.started_at, zone)),
        ("Used", _minutes(reading.used_minutes)),
        ("Left", _minutes(reading.remaining_minutes)),
        *_ends(reading, zone),
    ]


def _ends(reading: ClockReading, zone: ZoneInfo) -> list[tuple[str, str]]:
    match reading.state:
        case "running":
            return [("Due", exact(reading.due_at, zone) if reading.due_at else "")]
        case "paused":
            due = would_be_due(reading, clock_policies().calendars)
            return [("Stands still", _waiting(reading.why)), ("Due if it ran on now", exact(due, zone))]
        case "satisfied":
            return [("Met", exact(reading.satisfied_at, zone) if reading.satisfied_at else "")]
        case _:
            return [("Cancelled", reading.why)]


def _minutes(count: int) -> str:
    """A negative count has run over."""
    told = open_time(abs(count)) if count else "nothing"
    return told if count >= 0 else f"nothing, and {told} over"


def open_time(minutes: int) -> str:
    """In hours, however many: a day of open time is no day."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"
