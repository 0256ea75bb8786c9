"""The impact of an incident over time, as shapes."""

from datetime import UTC, datetime, timedelta

from escalations.incidents.impact_drawing import impact_drawn
from escalations.incidents.queries.estimates import Hour

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOURS = [Hour(NOON, 4, 2), Hour(NOON + timedelta(hours=1), 0, 2), Hour(NOON + timedelta(hours=2), 2, 3)]


def test_bars_and_line_have_one_scale() -> None:
    drawing = impact_drawn(HOURS, [])
    assert drawing is not None and drawing.top == 4
    assert [bar.height for bar in drawing.bars] == [100, 0, 50]
    assert drawing.line.split()[-1] == "100.00,25.00" and "6 cases of 3 customers within 3 hours" in drawing.label


def test_only_moments_within_are_marked() -> None:
    drawing = impact_drawn(
        HOURS, [(NOON + timedelta(minutes=90), "declared"), (NOON - timedelta(hours=1), "early"), (None, "never")]
    )
    assert drawing is not None and [(mark.x, mark.words) for mark in drawing.marks] == [(50.0, "declared")]


def test_one_hour_is_no_picture() -> None:
    assert impact_drawn(HOURS[:1], []) is None and impact_drawn([], []) is None
