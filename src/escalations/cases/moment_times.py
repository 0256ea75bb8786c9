"""At which instant written words lie, counted from when and where they are written. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..clocks.calendars import MINUTE, first_instant
from .moment_words import DAYS, MONTHS, PARTS, WEEKDAYS

NEAR = timedelta(hours=18)
"""A bare time that has passed today is meant for tomorrow without doubt when tomorrow's is no further away than this."""
END_OF_WORK = 18 * 60


@dataclass
class Read:
    """What the words so far have said. `minute` counts from midnight."""

    day: str = ""
    minute: int | None = None
    sure: bool = True
    part: str = ""
    ends: str = ""
    zone: ZoneInfo | None = None
    is_next: bool = False


def instant_of(told: Read, now: datetime, zone: ZoneInfo) -> tuple[datetime, bool] | None:
    """The instant, and whether the words leave no room."""
    today = now.astimezone(zone).date()
    if told.ends:
        return _end(told, now, zone, today)
    if told.minute is None:
        if not told.day and not told.part:
            return None
        minute = PARTS.get(told.part, END_OF_WORK)
        return _on_day(replace(told, minute=minute, sure=False), now, zone, today)
    return _on_day(told, now, zone, today)


def _on_day(told: Read, now: datetime, zone: ZoneInfo, today: date) -> tuple[datetime, bool] | None:
    assert told.minute is not None
    day = _date(told.day, today) if told.day else today
    if day is None:
        return None
    if told.is_next and told.day in WEEKDAYS and day == today:
        day += timedelta(days=7)
    at = _at(zone, day, told.minute)
    if at > now:
        return at, told.sure and not told.is_next
    if told.day in WEEKDAYS:
        return _at(zone, day + timedelta(days=7), told.minute), told.sure and not told.is_next
    if told.day not in ("", "today"):
        return None
    tomorrow = _at(zone, day + timedelta(days=1), told.minute)
    return tomorrow, told.sure and told.day == "" and tomorrow - now <= NEAR


def _end(told: Read, now: datetime, zone: ZoneInfo, today: date) -> tuple[datetime, bool] | None:
    if told.ends == "week":
        friday = today + timedelta(days=(4 - today.weekday()) % 7 + (7 if told.is_next else 0))
        return _at(zone, friday, END_OF_WORK), False
    day = _date(told.day or "today", today)
    if day is None:
        return None
    at = _at(zone, day, END_OF_WORK)
    return (at if at > now else _at(zone, day, 24 * 60 - 1)), False


def _at(zone: ZoneInfo, day: date, minute: int) -> datetime:
    return first_instant(zone, datetime(day.year, day.month, day.day) + minute * MINUTE).astimezone(UTC)


def _date(words: str, today: date) -> date | None:
    if words in DAYS:
        return today + timedelta(days=DAYS[words])
    if words in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS[words] - today.weekday()) % 7)
    return _written(words, today)


def _written(words: str, today: date) -> date | None:
    """2026-11-23, 23.11.2026, 23 November, November 23rd. Without a year it is the coming one."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    named = next((number for name, number in MONTHS.items() if re.search(rf"\b{name[:3]}", words)), None)
    if named:
        day, month, year = numbers[0], named, numbers[1] if len(numbers) > 1 else None
    elif re.match(r"\d{4}-", words):
        year, month, day = numbers
    else:
        day, month, year = numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None
    if year and year > today.year + 1:
        return None
    try:
        found = date(year or today.year, month, day)
        return found if year or found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None
