"""Dates as another language writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

_PATTERNS = {
    "%d %b %Y": "d. MMM y", "%-d %b %Y": "d. MMM y", "%-d %b %H:%M": "d. MMM HH:mm", "%a %H:%M": "EEE HH:mm", "%-d %b": "d. MMM",
    "%H:%M %Z": "HH:mm z",
}  # fmt: skip
"""As templates ask for them, and as Unicode's patterns say the same. Those without names need no other form."""


def dated(moment: date, form: str, language: str) -> str:
    pattern = _PATTERNS.get(form)
    if pattern is None:
        return moment.strftime(form)
    if isinstance(moment, datetime):
        zone = moment.tzname() or ""
        return format_datetime(moment, pattern.replace(" z", ""), locale=language, tzinfo=moment.tzinfo) + (
            f" {zone}" if "z" in pattern else ""
        )
    return format_date(moment, pattern, locale=language)


def exact(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """`21. Nov. 2026 14:02 CET`: the zone is always named."""
    local = moment.astimezone(zone)
    return f"{dated(local, '%-d %b %Y', language)} {local:%H:%M} {local.tzname()}"
