"""Hours of the day in a time zone, laid on the instant line, so that a clock change is no special case. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .spans import Span, merged

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


def instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """When the clock on the wall shows it. Of an hour that comes twice the first; an hour that is left out counts on from before it."""
    local = datetime.combine(day + timedelta(days=minutes // 1440), time(minutes % 1440 // 60, minutes % 60), zone)
    return local.astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Minutes since local midnight on ISO weekdays; an end at or before the start is on the next day, so equal ends are a whole day."""

    time_zone: str
    start: int = 0
    end: int = 0
    days: Collection[int] = EVERY_DAY

    def between(self, whole: Span) -> list[Span]:
        return merged(span for one in self._days(whole) if (span := one.within(whole)))

    def _days(self, whole: Span) -> Iterator[Span]:
        zone = ZoneInfo(self.time_zone)
        day, last = (moment.astimezone(zone).date() for moment in (whole.start, whole.end))
        day -= timedelta(days=1)
        length = (self.end - self.start) % 1440 or 1440
        while day <= last:
            if day.isoweekday() in self.days:
                yield Span(instant(day, self.start, zone), instant(day, self.start + length, zone))
            day += timedelta(days=1)
