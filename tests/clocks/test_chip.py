"""What a clock says of itself on a page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from escalations.clocks.chip import ClockChip, chip

NOW = datetime(2026, 11, 20, 16, 50, tzinfo=UTC)


@dataclass
class Row:
    kind: str = "first_response"
    state: str = "running"
    why: str = ""
    calendar: str = "always@2000-01-01"
    due_at: datetime | None = None
    warn_at: datetime | None = None
    breached_at: datetime | None = None


def due_in(minutes: int, **particulars) -> Row:
    due = NOW + timedelta(minutes=minutes)
    return Row(due_at=due, warn_at=due - timedelta(minutes=15), **particulars)


@pytest.mark.parametrize(
    ("row", "text", "tone"),
    [
        (due_in(40), "due in 40 min", "ok"),
        (due_in(15), "due in 15 min", "warn"),
        (due_in(0), "breached under a minute", "bad"),
        (due_in(-12), "breached 12 min", "bad"),
        (due_in(60 * 27), "due in 1 d 3 h", "ok"),
        (due_in(180, kind="follow_up"), "back in 3 h", "ok"),
        (due_in(5, kind="follow_up"), "back in 5 min", "ok"),
        (due_in(-12, kind="follow_up"), "came back 12 min ago", "bad"),
        (due_in(-12, kind="promise"), "promise broken 12 min", "bad"),
        (Row(state="paused", why="customer"), "paused, waiting for customer", "paused"),
        (Row(state="satisfied"), "met", "ok"),
        (Row(state="satisfied", breached_at=NOW), "met late", "bad"),
        (Row(state="cancelled", why="merged"), "cancelled", "paused"),
    ],
)
def test_text_and_tone(row, text, tone):
    shown = chip(row, NOW)
    assert (shown.text, shown.tone, shown.detail) == (text, tone, "")
    assert shown.due_at == row.due_at


def test_closed_hours_in_between_are_said():
    """Friday evening in Berlin to Monday morning is more than two days, of which 40 minutes count."""
    monday = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    row = Row(calendar="berlin@2025-10-01", due_at=monday, warn_at=monday)
    assert chip(row, NOW) == ClockChip("due in 2 d 15 h", "ok", monday, "40 min (Business hours, Berlin)")
