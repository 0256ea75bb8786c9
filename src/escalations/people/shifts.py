"""When a person works: windows on the instant line, so that a night shift or a clock change is not a special case."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo


class Worker(Protocol):
    @property
    def time_zone(self) -> str: ...
    @property
    def shift_start(self) -> int: ...
    @property
    def shift_end(self) -> int: ...
    @property
    def shift_days(self) -> Collection[int]: ...


class Hours(NamedTuple):
    time_zone: str
    shift_start: int
    shift_end: int
    shift_days: list[int]


def shift_window(person: Worker, at: datetime) -> tuple[datetime, datetime] | None:
    """The shift that is under way at `at`, else the next one within eight days, else None."""
    zone = ZoneInfo(person.time_zone)
    today = at.astimezone(zone).date()
    for day in (today + timedelta(days=offset) for offset in range(-1, 8)):
        if day.isoweekday() not in person.shift_days:
            continue
        midnight = datetime(day.year, day.month, day.day)
        length = (person.shift_end - person.shift_start) % 1440 or 1440
        start = _instant(midnight + timedelta(minutes=person.shift_start), zone)
        end = _instant(midnight + timedelta(minutes=person.shift_start + length), zone)
        if end > max(at, start):
            return start, end
    return None


def is_on_shift(person: Worker, at: datetime) -> bool:
    window = shift_window(person, at)
    return window is not None and window[0] <= at


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))
