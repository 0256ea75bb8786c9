"""The one source of the present moment, and how a moment is written for a reader."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present as an aware UTC instant. PostgreSQL's own now() is used only for access decisions."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def time_at(moment: datetime) -> Iterator[datetime]:
    """Within this block `now()` answers `moment`: for tests and for replaying the past."""
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)


def spell(span: timedelta) -> str:
    """Two units at most, rounded down, and days alone from a week on: `9 d`, `3 d 4 h`, `2 h 5 min`, `12 min`, `under a minute`."""
    minutes = int(abs(span).total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} d {hours} h" if hours and days < 7 else f"{days} d"
    if hours:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{rest} min" if rest else "under a minute"


def relative(moment: datetime, at: datetime) -> str:
    span = moment - at
    if abs(span) < timedelta(minutes=1):
        return "just now"
    return f"in {spell(span)}" if span > timedelta(0) else f"{spell(span)} ago"


def exact(moment: datetime, zone: ZoneInfo) -> str:
    """`21 Nov 2026 14:02 CET`: the zone is always named."""
    local = moment.astimezone(zone)
    return f"{local:%-d %b %Y %H:%M} {local.tzname()}"


def span(start: datetime, end: datetime, zone: ZoneInfo, *, write: Callable[[datetime, ZoneInfo], str] = exact) -> str:
    """`21 Nov 2026 09:00 – 17:00 CET`: a day and a zone that both ends share are named once."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    until = write(end, zone) if first.date() != last.date() else f"{last:%H:%M} {last.tzname()}"
    since = write(start, zone)
    return f"{since.removesuffix(f' {first.tzname()}') if first.tzname() == last.tzname() else since} – {until}"


_QUOTED_OR_UTC = re.compile(
    r"[“„][^”“]*[”“]|\b(?:(?P<day>\d{4}-\d\d-\d\d)|(?P<said>[0-3]?\d\.? (?P<month>[^\W\d]{3,9}\.?) \d{4})) (?P<clock>\d\d:\d\d) UTC\b"
)
MONTHS = tuple(f"{datetime(2024, month, 1):%b}" for month in range(1, 13))


def in_zone(
    text: str, zone: ZoneInfo, *, months: tuple[str, ...] = MONTHS, write: Callable[[datetime, ZoneInfo], str] = exact
) -> str:
    """A sentence of ours that was recorded with its moments in UTC, as its reader's clock says them. What it quotes stays as it was said."""

    def here(found: re.Match[str]) -> str:
        try:
            moment = _moment(found, months)
            return found[0] if moment is None else write(moment, zone)
        except (ValueError, OverflowError):  # somebody's words, which name no moment
            return found[0]

    return type(text)(_QUOTED_OR_UTC.sub(here, text))


def _moment(found: re.Match[str], months: tuple[str, ...]) -> datetime | None:
    if found["day"]:
        return datetime.fromisoformat(f"{found['day']}T{found['clock']}+00:00")
    if found["said"] is None or found["month"] not in months:
        return None
    day, year = found["said"].split()[0].rstrip("."), found["said"][-4:]
    hour, minute = found["clock"].split(":")
    return datetime(int(year), months.index(found["month"]) + 1, int(day), int(hour), int(minute), tzinfo=UTC)
