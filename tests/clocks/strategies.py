"""Random calendars, moments near which clocks change, and lives of a clock."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from escalations.clocks.calendars import Calendar, Hours

thorough = settings(max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "100")), deadline=None)
NEAR_A_CHANGE = {
    "Europe/Berlin": ["2026-03-29", "2026-10-25"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "America/Santiago": ["2026-04-05", "2026-09-06"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
    "America/St_Johns": ["2026-03-08", "2006-10-29"],
    "Pacific/Apia": ["2011-12-30"],
    "America/Sao_Paulo": ["2017-10-15", "2018-02-18"],
    "Asia/Beirut": ["2022-03-27", "2022-10-30"],
    "Africa/Casablanca": ["2026-02-15", "2026-03-22"],
    "Asia/Kolkata": ["2026-06-01"],
    "UTC": ["2026-06-01"],
}


@st.composite
def moments(draw: st.DrawFn, zone: str) -> datetime:
    near = datetime.fromisoformat(draw(st.sampled_from(NEAR_A_CHANGE[zone]))).replace(tzinfo=UTC)
    return near + timedelta(minutes=draw(st.integers(-3 * 1440, 2 * 1440)))


@st.composite
def days(draw: st.DrawFn, at_least: int = 0) -> tuple[Hours, ...]:
    edges = sorted(draw(st.lists(st.integers(0, 48), min_size=2 * at_least, max_size=6, unique=True)))
    hours = [Hours(start * 30, end * 30) for start, end in zip(edges[::2], edges[1::2], strict=False) if start < 48]
    if hours and draw(st.booleans()):
        last = hours[-1]
        hours[-1] = Hours(last.opens, min(last.closes + draw(st.integers(0, 600)), last.opens + 1440))
    return tuple(hours)


@st.composite
def calendars(draw: st.DrawFn, zone: str, key: str = "office") -> Calendar:
    """Open every day somehow, so that the slow way ends; exceptions close days or change their hours."""
    week = tuple(draw(st.lists(days(at_least=1), min_size=7, max_size=7)))
    near = date.fromisoformat(draw(st.sampled_from(NEAR_A_CHANGE[zone])))
    odd = draw(st.dictionaries(st.integers(-2, 2), days(), max_size=2))
    return Calendar(key, "1", ZoneInfo(zone), week, {near + timedelta(days=n): hours for n, hours in odd.items()})


@st.composite
def calendars_and_moments(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    zone = draw(st.sampled_from(sorted(NEAR_A_CHANGE)))
    return draw(calendars(zone)), draw(moments(zone))
