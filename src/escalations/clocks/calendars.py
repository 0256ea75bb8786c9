"""Opening hours on the instant line: weekly hours in an IANA zone, with dated exceptions.

Arithmetic happens on UTC instants only. A wall-clock time means the first instant at which a clock on
the wall reads it or later: one inside a spring gap is the end of the gap, and of the two passes through
an autumn hour the first counts. That keeps every opening before its closing, whatever the zone does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
MINUTES_A_DAY = 1440
LONGEST_CLOSURE = timedelta(days=3 * 366)

Window = tuple[datetime, datetime]


class NeverOpens(ValueError):
    pass


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """Minutes since local midnight; a closing past 1440 lies on the next day."""

    opens: int
    closes: int


@dataclass(frozen=True, eq=False)
class Calendar:
    key: str
    version: str
    zone: ZoneInfo
    week: tuple[tuple[Hours, ...], ...]
    """Monday first."""
    exceptions: Mapping[date, tuple[Hours, ...]] = field(default_factory=dict)
    """Replace what would open on that day; hours that began the evening before still run out."""
    name: str = ""
    holidays: Mapping[date, str] = field(default_factory=dict)
    always: bool = field(init=False)
    _windows: dict[date, tuple[Window, ...]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        around_the_clock = all(day == (Hours(0, MINUTES_A_DAY),) for day in self.week)
        object.__setattr__(self, "always", around_the_clock and not self.exceptions)

    @property
    def ref(self) -> str:
        return f"{self.key}@{self.version}"

    def due(self, start: datetime, left: timedelta) -> datetime:
        """The earliest instant by which `left` of open time has passed since `start`."""
        if self.always or not left:
            return start + left
        for opens, closes in self.windows_from(start):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise NeverOpens(self.ref)

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        if end <= start:
            return timedelta()
        if self.always:
            return end - start
        total = timedelta()
        for opens, closes in self.windows_from(start):
            if closes >= end:
                return total + max(end - opens, timedelta())
            total += closes - opens
        raise NeverOpens(self.ref)

    def windows_from(self, start: datetime) -> Iterator[Window]:
        """Open windows after `start`, in order and without overlap; touching ones are not joined."""
        day = start.astimezone(self.zone).date() - DAY
        cursor, give_up = start, day + LONGEST_CLOSURE
        while day < give_up:
            for opens, closes in self._windows_on(day):
                if closes > cursor:
                    yield max(opens, cursor), closes
                    cursor, give_up = closes, day + LONGEST_CLOSURE
            day += DAY

    def stretches(self, start: datetime, end: datetime) -> Iterator[Window]:
        """The open time between two instants, with touching windows joined."""
        opens = closes = start
        windows = iter([(start, end)]) if self.always else self.windows_from(start)
        for next_opens, next_closes in windows:
            if next_opens > closes:
                if closes > opens:
                    yield opens, closes
                opens = next_opens
            closes = min(next_closes, end)
            if next_closes >= end:
                break
        if opens < min(closes, end):
            yield opens, min(closes, end)

    def _windows_on(self, day: date) -> tuple[Window, ...]:
        known = self._windows.get(day)
        if known is None:
            known = self._windows[day] = tuple(self._work_out(day))
        return known

    def _work_out(self, day: date) -> Iterator[Window]:
        midnight = datetime.combine(day, time())
        for hours in self.exceptions.get(day, self.week[day.weekday()]):
            opens = first_instant(self.zone, midnight + hours.opens * MINUTE)
            closes = first_instant(self.zone, midnight + hours.closes * MINUTE)
            if opens < closes:
                yield opens, closes


def first_instant(zone: ZoneInfo, wall: datetime) -> datetime:
    """The first instant at which a clock on the wall reads `wall` or later."""
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _end_of_gap(zone, wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant)


def _end_of_gap(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    offset = after.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def add_open_time(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    return calendar.due(start, minutes * MINUTE)


def open_minutes_between(calendar: Calendar, start: datetime, end: datetime) -> int:
    return calendar.open_between(start, end) // MINUTE


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """`at` itself while it is open."""
    for opens, _ in calendar.windows_from(at):
        return opens
    raise NeverOpens(calendar.ref)
