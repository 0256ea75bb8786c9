"""The one source of the present moment, and how a moment is written for a reader."""

from collections.abc import Iterator
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
