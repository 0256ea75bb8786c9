"""Clock rules as a page reads them: what each plan is owed, and in which hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ..catalog.loading import catalogue
from ..clocks.calendars import Calendar, Hours
from ..clocks.kinds import KINDS
from ..clocks.policies import ClockRules, Policy
from ..clocks.policy_files import BUSINESS, SEVERITIES, Line, Promises
from ..clocks.proposals import Move
from ..platform.time import exact

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class OwedLine:
    whom: str
    severity: str
    first: str
    following: str
    resolution: str


@dataclass(frozen=True)
class PolicyLine:
    """`state` is in force, coming or past; `groups` is what product groups owe support."""

    version: str
    since: date
    state: str
    owed: tuple[OwedLine, ...]
    groups: tuple[OwedLine, ...]
    warns: str


@dataclass(frozen=True)
class CalendarLine:
    ref: str
    name: str
    zone: str
    hours: tuple[str, ...]
    since: date
    state: str
    serves: str
    closed: tuple[tuple[date, str], ...]


def policy_lines(rules: ClockRules, at: datetime) -> list[PolicyLine]:
    """What is in force first, then what comes, then the past."""
    current = rules.policy_at(at).version
    lines = [
        _policy_line(policy, rules, _state(policy.effective, policy.version == current, at))
        for policy in rules.policies
    ]
    return sorted(lines, key=lambda line: (("in force", "coming", "past").index(line.state), line.version))


def _state(since: date, is_current: bool, at: datetime) -> str:
    return "in force" if is_current else "coming" if since > at.astimezone(UTC).date() else "past"


def _policy_line(policy: Policy, rules: ClockRules, state: str) -> PolicyLine:
    groups = tuple(
        OwedLine("Product groups", severity, _owed(ola.acknowledge, rules), _owed(ola.answer, rules), "")
        for severity, ola in policy.product_group.items()
    )
    warns = " and ".join(f"{share} %" for share in policy.warn_at)
    return PolicyLine(policy.version, policy.effective, state, tuple(_plans(policy, rules)), groups, warns)


def _plans(policy: Policy, rules: ClockRules) -> Iterator[OwedLine]:
    named = catalogue().plans
    plans = {(named[key].name if key in named else key): offered for key, offered in policy.plans.items()}
    for name, offered in {**plans, "Covered by rapid response": policy.rapid_response}.items():
        yield from (
            _owed_line(name, severity, offered[severity], rules) for severity in SEVERITIES if severity in offered
        )


def _owed_line(name: str, severity: str, owed: Promises, rules: ClockRules) -> OwedLine:
    resolution = _owed(owed.resolution, rules) if owed.resolution else ""
    return OwedLine(name, severity, _owed(owed.first_response, rules), _owed(owed.next_update, rules), resolution)


def _owed(line: Line, rules: ClockRules) -> str:
    hours = "business hours" if line.calendar == BUSINESS else rules.calendars.newest(line.calendar).name.lower()
    return f"{_hours(line.minutes)}, {hours}"


def _hours(minutes: int) -> str:
    """Never in days: a day of business has nine hours."""
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def calendar_lines(rules: ClockRules, at: datetime) -> list[CalendarLine]:
    """Each in its version in force, and those that come."""
    current = {calendar.ref for calendar in rules.calendars.all_in_force(at).values()}
    today = at.astimezone(UTC).date()
    shown = [entry for entry in rules.calendars.entries if entry.ref in current or entry.since > today]
    return [
        CalendarLine(
            entry.ref, entry.name, str(entry.zone), tuple(_week(rules.calendars.pinned(entry.ref))), entry.since,
            _state(entry.since, entry.ref in current, at), ", ".join(start.rstrip("/") for start in entry.serves),
            tuple((day, name) for day, name in sorted(entry.closed.items()) if day >= today),
        )
        for entry in shown
    ]  # fmt: skip


def _week(calendar: Calendar) -> Iterator[str]:
    """Neighbouring days with the same hours as one: `Mon–Fri 09:00–18:00`."""
    first = 0
    for day in range(1, 8):
        if day == 7 or calendar.week[day] != calendar.week[first]:
            if calendar.week[first]:
                days = _DAYS[first] if day - first == 1 else f"{_DAYS[first]}–{_DAYS[day - 1]}"
                yield f"{days} {', '.join(map(_span, calendar.week[first]))}"
            first = day


def _span(hours: Hours) -> str:
    return f"{hours.opens // 60:02}:{hours.opens % 60:02}–{_closing(hours.closes)}"


def _closing(minutes: int) -> str:
    return "24:00" if minutes == 1440 else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def move_in_words(move: Move, zone: ZoneInfo) -> str:
    return f"{KINDS[move.kind].words} from {exact(move.was, zone)} to {exact(move.becomes, zone)}"
