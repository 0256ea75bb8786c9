"""Calendars and moments for these tests, written as people say them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from escalations.clocks.calendar_files import hours_of, weekdays_of
from escalations.clocks.calendars import Calendar, Hours

BERLIN = "Europe/Berlin"


def calendar(
    hours: Mapping[str, list[str]], zone: str = "UTC", exceptions: Mapping[date, list[str]] | None = None, key: str = "office", version: str = "1"
) -> Calendar:  # fmt: skip
    week: list[tuple[Hours, ...]] = [()] * 7
    for days, spans in hours.items():
        for weekday in weekdays_of(days):
            week[weekday] = tuple(hours_of(span) for span in spans)
    replaced = {day: tuple(hours_of(span) for span in spans) for day, spans in (exceptions or {}).items()}
    return Calendar(key, version, ZoneInfo(zone), tuple(week), replaced)


ALWAYS = calendar({"mon-sun": ["00:00-24:00"]}, key="always")
NINE_TO_FIVE = calendar({"mon-fri": ["09:00-17:00"]})
EIGHT_TO_SIX = calendar({"mon-fri": ["08:00-18:00"]})


@dataclass
class Shelf:
    """Calendars by their pinned name, as the ledger asks for them."""

    known: dict[str, Calendar] = field(default_factory=dict)

    @classmethod
    def of(cls, *calendars: Calendar) -> "Shelf":
        return cls({calendar.ref: calendar for calendar in calendars})

    def pinned(self, ref: str, /) -> Calendar:
        return self.known[ref]


def local(text: str, zone: str = BERLIN, fold: int = 0) -> datetime:
    """`2026-03-29 00:30` on a wall clock of the zone, as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def wall(moment: datetime, zone: str = BERLIN) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


WEEK = dict(zip(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], range(2, 9), strict=True))


def day(text: str, week: int = 0) -> datetime:
    """`Fri 16:30` in the week of Monday 2 November 2026, UTC; `week=1` is the one after."""
    name, clock = text.split()
    hour, minute = clock.split(":")
    return datetime(2026, 11, WEEK[name] + 7 * week, int(hour), int(minute), tzinfo=UTC)
