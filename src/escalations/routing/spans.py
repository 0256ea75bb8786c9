"""Stretches of the week, in UTC: `mon-fri 08:00-17:00`, `sat-sun`, `22:00-06:00` (over midnight, begun on any day)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY, WEEK = 24 * 60, 7 * 24 * 60
_DAY = "|".join(DAYS)
_TIME = r"(\d\d):(\d\d)"
_SPAN = re.compile(rf"(?:({_DAY})(?:-({_DAY}))?)?(?:(?:^| +){_TIME}-{_TIME})?")
HOW = "Write it like 'mon-fri 08:00-17:00', 'sat-sun' or '22:00-06:00', in UTC"


@dataclass(frozen=True)
class Span:
    """Begins on each of `days` (Monday is 0), `start` minutes after midnight, and lasts `minutes`."""

    days: tuple[int, ...]
    start: int
    minutes: int

    def holds(self, at: datetime) -> bool:
        return self.covers(minute_of_week(at))

    def covers(self, minute: int) -> bool:
        return any((minute - day * DAY - self.start) % WEEK < self.minutes for day in self.days)

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """From and until, in minutes of the week; one that goes past Sunday's midnight is two."""
        found = []
        for day in self.days:
            begin = day * DAY + self.start
            end = begin + self.minutes
            found.append((begin, min(end, WEEK)))
            if end > WEEK:
                found.append((0, end - WEEK))
        return tuple(found)


@lru_cache(maxsize=1024)
def span_of(written: str) -> Span:
    """Raises a ValueError that ends with what to write instead."""
    match = _SPAN.fullmatch(written.strip().lower())
    if match is None or not written.strip():
        raise ValueError(f"{written!r} is no stretch of the week. {HOW}")
    first, last, *times = match.groups()
    days = _days(first, last or first)
    if times[0] is None:
        return Span(days, 0, DAY)
    start, end = _minutes(written, times[0], times[1]), _minutes(written, times[2], times[3])
    if start in (end, DAY):
        raise ValueError(f"{written!r} lasts no time. Leave the times out for whole days")
    return Span(days, start, end - start if end > start else DAY - start + end)


def minute_of_week(at: datetime) -> int:
    at = at.astimezone(UTC)
    return at.weekday() * DAY + at.hour * 60 + at.minute


def _days(first: str | None, last: str | None) -> tuple[int, ...]:
    if first is None or last is None:
        return tuple(range(7))
    begin = DAYS.index(first)
    count = (DAYS.index(last) - begin) % 7 + 1
    return tuple((begin + offset) % 7 for offset in range(count))


def _minutes(written: str, hours: str, minutes: str) -> int:
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > DAY:
        raise ValueError(f"{written!r} names the time {hours}:{minutes}, which no day has. {HOW}")
    return total
