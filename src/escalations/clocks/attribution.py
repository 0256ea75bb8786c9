"""Where a clock's time went: every second belongs to somebody, or to nobody because the hours were closed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .calendars import Calendar
from .readings import ClockReading, PinnedCalendars, Segment

RUNNING = "running"
CLOSED = "out of hours"


@dataclass(frozen=True, slots=True)
class Piece:
    """`label` is running, out of hours, or what the clock waited for; `why` names a holiday."""

    start: datetime
    end: datetime
    label: str
    why: str = ""


def bar(reading: ClockReading, calendars: PinnedCalendars) -> list[Piece]:
    """The reading's time, start to end without gap or overlap, as the pieces a page draws."""
    return pieces(reading.segments, calendars)


def pieces(segments: Iterable[Segment], calendars: PinnedCalendars) -> list[Piece]:
    """What runs is cut where its hours open and close; everything else is one piece with what it waits for."""
    return [piece for segment in segments for piece in _pieces(segment, calendars)]


def attribution(reading: ClockReading, calendars: PinnedCalendars) -> dict[str, timedelta]:
    total: defaultdict[str, timedelta] = defaultdict(timedelta)
    for piece in bar(reading, calendars):
        total[piece.label] += piece.end - piece.start
    return dict(total)


def _pieces(segment: Segment, calendars: PinnedCalendars) -> Iterator[Piece]:
    if segment.what != "running":
        yield Piece(segment.start, segment.end, segment.why or segment.what)
        return
    calendar, cursor = calendars.pinned(segment.calendar), segment.start
    for opens, closes in calendar.stretches(segment.start, segment.end):
        yield from _closed(calendar, cursor, opens)
        yield Piece(opens, closes, RUNNING)
        cursor = closes
    yield from _closed(calendar, cursor, segment.end)


def _closed(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Piece]:
    if start < end:
        first, last = (moment.astimezone(calendar.zone).date() for moment in (start, end))
        names = [name for day, name in sorted(calendar.holidays.items()) if first <= day <= last]
        yield Piece(start, end, CLOSED, ", ".join(names))
