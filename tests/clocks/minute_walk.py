"""The slow, obvious way to do it: minute by minute, asking a clock on the wall. The arithmetic is held against this."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from escalations.clocks.calendars import Calendar

MINUTE = timedelta(minutes=1)


class Wall:
    """Reads the wall clock of a calendar's zone; when that is set back, it waits until the old reading comes again."""

    def __init__(self, calendar: Calendar, start: datetime) -> None:
        self.calendar = calendar
        self.reading = max(self._read(start - timedelta(minutes=minutes)) for minutes in range(26 * 60))

    def _read(self, moment: datetime) -> datetime:
        return moment.astimezone(self.calendar.zone).replace(tzinfo=None, fold=0)

    def is_open(self, moment: datetime) -> bool:
        self.reading = max(self.reading, self._read(moment))
        return any(opens <= self.reading < closes for opens, closes in self._hours_around())

    def _hours_around(self) -> Iterator[tuple[datetime, datetime]]:
        today = datetime.combine(self.reading.date(), datetime.min.time())
        for midnight in (today - timedelta(days=1), today):
            week = self.calendar.week[midnight.weekday()]
            for hours in self.calendar.exceptions.get(midnight.date(), week):
                yield midnight + hours.opens * MINUTE, midnight + hours.closes * MINUTE


def open_minutes(calendar: Calendar, start: datetime, end: datetime) -> int:
    wall, total, moment = Wall(calendar, start), 0, start
    while moment < end:
        total += wall.is_open(moment)
        moment += MINUTE
    return total


def due(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    wall, moment = Wall(calendar, start), start
    while minutes:
        minutes -= wall.is_open(moment)
        moment += MINUTE
    return moment
