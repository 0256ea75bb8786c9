"""The shipped calendars: `calendars.toml`, in which a change of hours is a further entry under the same key."""

import itertools
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from .calendars import MINUTES_A_DAY, Calendar, Hours
from .rule_files import BadRuleFile, RuleShape, RuleText

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def hours_of(span: Any) -> Hours:
    """`09:00-18:00`; `21:00-02:00` ends on the next day."""
    found = _SPAN.fullmatch(span) if isinstance(span, str) else None
    if not found:
        raise ValueError(f"{span!r} is not written like 09:00-18:00")
    open_hour, open_minute, close_hour, close_minute = map(int, found.groups())
    opens, closes = open_hour * 60 + open_minute, close_hour * 60 + close_minute
    if open_minute > 59 or close_minute > 59 or opens >= MINUTES_A_DAY or closes > MINUTES_A_DAY or opens == closes:
        raise ValueError(f"{span!r} is no span of a day")
    return Hours(opens, closes if closes > opens else closes + MINUTES_A_DAY)


def _in_order(day: tuple[Hours, ...]) -> tuple[Hours, ...]:
    if any(later.opens < earlier.closes for earlier, later in itertools.pairwise(day)):
        raise ValueError("the hours of a day must follow one another")
    return day


def weekdays_of(days: str) -> range:
    """`mon` or `mon-fri`."""
    first, dash, last = days.partition("-")
    if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
        raise ValueError(f"{days!r} is neither a weekday nor a span like mon-fri")
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)


def _zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError) as error:
        raise ValueError(f"{name!r} is no IANA time zone") from error


Day = Annotated[tuple[Annotated[Hours, BeforeValidator(hours_of)], ...], AfterValidator(_in_order)]


class CalendarEntry(RuleShape):
    model_config = {"arbitrary_types_allowed": True}

    key: str = Field(pattern=r"^[a-z][a-z_]*$")
    name: str = Field(min_length=1)
    zone: Annotated[ZoneInfo, BeforeValidator(_zone)]
    since: date
    serves: tuple[str, ...] = ()
    """Beginnings of the time zone names whose customers are served in these hours."""
    hours: dict[str, Day]
    closed: dict[date, str] = {}
    changed: dict[date, Day] = {}

    @model_validator(mode="after")
    def _sound(self) -> "CalendarEntry":
        days = [day for key in self.hours for day in weekdays_of(key)]
        if len(days) != len(set(days)):
            raise ValueError("a weekday is named twice")
        if not any(self.hours.values()):
            raise ValueError("it never opens")
        if both := self.closed.keys() & self.changed.keys():
            raise ValueError(f"{min(both)} is both closed and changed")
        return self

    @property
    def ref(self) -> str:
        return f"{self.key}@{self.since}"

    def counts_like(self, other: "CalendarEntry") -> bool:
        """Whether time passes in both alike; a name or whom it serves may differ."""
        counting = ("zone", "hours", "closed", "changed")
        return all(getattr(self, name) == getattr(other, name) for name in counting)

    def calendar(self) -> Calendar:
        week: list[tuple[Hours, ...]] = [()] * 7
        for days, hours in self.hours.items():
            for weekday in weekdays_of(days):
                week[weekday] = hours
        exceptions = {**dict.fromkeys(self.closed, ()), **self.changed}
        return Calendar(self.key, str(self.since), self.zone, tuple(week), exceptions, self.name, self.closed)


class CalendarFile(RuleShape):
    calendar: tuple[CalendarEntry, ...]


@dataclass(frozen=True)
class Calendars:
    entries: tuple[CalendarEntry, ...]
    _serving: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def _pinned(self) -> dict[str, Calendar]:
        return {calendar.ref: calendar for calendar in (entry.calendar() for entry in self.entries)}

    def pinned(self, ref: str) -> Calendar:
        """The very version a clock runs on, `berlin@2024-01-01`."""
        try:
            return self._pinned[ref]
        except KeyError:
            raise BadRuleFile(f"calendars.toml: {ref} is gone, though clocks ran on it; put the entry back") from None

    def in_force(self, key: str, at: datetime) -> Calendar:
        day = at.astimezone(UTC).date()
        dated = [entry for entry in self.entries if entry.key == key and entry.since <= day]
        if not dated:
            raise BadRuleFile(f"calendars.toml: no calendar {key!r} in force on {day}")
        return self.pinned(max(dated, key=lambda entry: entry.since).ref)

    def newest(self, key: str) -> Calendar:
        """Also of hours that come into force later."""
        versions = [entry for entry in self.entries if entry.key == key]
        if not versions:
            raise BadRuleFile(f"calendars.toml: no calendar {key!r}")
        return self.pinned(max(versions, key=lambda entry: entry.since).ref)

    @cached_property
    def refs(self) -> frozenset[str]:
        return frozenset(entry.ref for entry in self.entries)

    def all_in_force(self, at: datetime) -> dict[str, Calendar]:
        day = at.astimezone(UTC).date()
        return {key: self.in_force(key, at) for key in sorted({e.key for e in self.entries if e.since <= day})}

    def serving(self, zone: str) -> str:
        """The key of the business hours in which customers of a time zone are served."""
        known = self._serving.get(zone)
        if known is None:
            known = self._serving[zone] = self._best_for(zone)
        return known

    def _best_for(self, zone: str) -> str:
        reach = [(len(start), entry.key) for entry in self.entries for start in entry.serves if zone.startswith(start)]
        return max(reach)[1] if reach else self.business[0]

    @property
    def business(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.key for entry in self.entries if entry.serves))


def read_calendars(file: RuleText) -> Calendars:
    entries = file.read(CalendarFile).calendar
    refs = [entry.ref for entry in entries]
    for number, ref in enumerate(refs):
        if ref in refs[:number]:
            raise BadRuleFile(f"{file.place('calendar', number)}: {ref} stands there twice")
    if not any(entry.serves for entry in entries):
        raise BadRuleFile(f"{file.name}:1: no calendar says whom it serves")
    return Calendars(entries)
