"""How stretches, hours and rotations are said."""

from datetime import UTC
from zoneinfo import ZoneInfo

from .spans import Span
from .turns import Plan

_DAYS = ("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def said(span: Span, zone: ZoneInfo | None = None) -> str:
    """`Mon 5 Jan 09:00 – 17:00 UTC`; the second day is named only where it is another."""
    start, end = span.start.astimezone(zone or UTC), span.end.astimezone(zone or UTC)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%a %-d %b %H:%M}"
    return f"{start:%a %-d %b %H:%M} – {until} {end.tzname()}"


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def days_in_words(days: tuple[int, ...]) -> str:
    if len(days) == 7:
        return "every day"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{_DAYS[days[0]]}–{_DAYS[days[-1]]}"
    return ", ".join(_DAYS[day] for day in days)


def hours_in_words(days: tuple[int, ...], start: int, end: int) -> str:
    hours = "around the clock" if start == end else f"{clock(start)}–{clock(end)}"
    return f"{days_in_words(days)} {hours}"


def plan_in_words(plan: Plan) -> str:
    """`handed over weekly, Mon 09:00 Europe/Berlin; Mon–Fri 09:00–17:00`"""
    times = hours_in_words(tuple(sorted(plan.hours.days)), plan.hours.start, plan.hours.end)
    at = f"{clock(plan.handoff_at)} {plan.hours.time_zone}"
    if plan.every == "week":
        day = _DAYS[plan.handoff_day]
        return f"handed over weekly, {day} {at}; {times}"
    return f"handed over daily, {at}; {times}"
