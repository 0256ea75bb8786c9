"""Dates as another language writes them."""

import re
from datetime import date, datetime
from functools import cache, partial
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from ..time import in_zone as in_zone_told
from ..time import span as span_told

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


_SAID = re.compile(
    r"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?([0-3]?\d) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: (\d{4}))?(?: (\d\d:\d\d))?( [A-Z]{2,5}| [+-]\d{2,4})?"
)
_DAYS, _MONTHS = (
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
)


def moment_told(text: str, language: str) -> str | None:
    """A date within a sentence of the program: `22 Nov 2026 22:42 UTC`, `Tue 17 Nov 10:41 EST`, or from one to another."""
    ends = [_SAID.fullmatch(end) for end in text.split(" – ")]
    if language == "en" or None in ends:
        return None
    return " – ".join(_end_told(end, language) for end in ends if end)


def _end_told(found: re.Match[str], language: str) -> str:
    weekday, day, month, year, time, zone = found.groups()
    named = format_date(date(2024, 1, 1 + _DAYS.index(weekday)), "EEE", locale=language) if weekday else ""
    on = format_date(date(2024, 1 + _MONTHS.index(month), 1), "MMM", locale=language)
    return " ".join(part for part in (named, f"{day}.", on, year, time) if part) + (zone or "")


def exact(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """`21. Nov. 2026 14:02 CET`: the zone is always named."""
    local = moment.astimezone(zone)
    return f"{dated(local, '%-d %b %Y', language)} {local:%H:%M} {local.tzname()}"


def span(start: datetime, end: datetime, zone: ZoneInfo, language: str) -> str:
    return span_told(start, end, zone, write=partial(exact, language=language))


def in_zone(text: str, zone: ZoneInfo, language: str) -> str:
    """After the sentence was told in its reader's language."""
    return in_zone_told(text, zone, months=_months(language), write=partial(exact, language=language))


@cache
def _months(language: str) -> tuple[str, ...]:
    return tuple(format_date(date(2024, month, 1), "MMM", locale=language) for month in range(1, 13))
