"""Whose time it was."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from escalations.clocks.attribution import Piece, attribution, bar, pieces
from escalations.clocks.calendars import Calendar
from escalations.clocks.ledger import due_from_ledger
from escalations.clocks.readings import Entry, Segment

from .hours import ALWAYS, NINE_TO_FIVE, Shelf, day
from .strategies import calendars_and_moments, thorough

SHELF = Shelf.of(NINE_TO_FIVE)


def test_each_piece_has_somebody():
    entries = [
        Entry(what="started", at=day("Mon 08:00"), minutes=600, calendar="office@1"),
        Entry(what="paused", at=day("Mon 11:00"), why="customer"),
        Entry(what="resumed", at=day("Mon 15:00")),
        Entry(what="satisfied", at=day("Tue 10:00")),
    ]
    reading = due_from_ledger(entries, SHELF)
    assert bar(reading, SHELF) == [
        Piece(day("Mon 08:00"), day("Mon 09:00"), "out of hours"),
        Piece(day("Mon 09:00"), day("Mon 11:00"), "running"),
        Piece(day("Mon 11:00"), day("Mon 15:00"), "customer"),
        Piece(day("Mon 15:00"), day("Mon 17:00"), "running"),
        Piece(day("Mon 17:00"), day("Tue 09:00"), "out of hours"),
        Piece(day("Tue 09:00"), day("Tue 10:00"), "running"),
    ]
    assert attribution(reading, SHELF) == {
        "out of hours": timedelta(hours=17),
        "running": timedelta(hours=5),
        "customer": timedelta(hours=4),
    }


def test_a_holiday_is_named():
    exceptions, names = {date(2026, 11, 3): ()}, {date(2026, 11, 3): "Founders' Day"}
    holiday = Calendar("office", "1", NINE_TO_FIVE.zone, NINE_TO_FIVE.week, exceptions, "Office", names)
    begun = Entry(what="started", at=datetime(2026, 11, 3, 8, tzinfo=UTC), minutes=60, calendar="office@1")
    shelf = Shelf.of(holiday)
    (piece,) = bar(due_from_ledger([begun], shelf, day("Tue 20:00")), shelf)
    assert (piece.label, piece.why) == ("out of hours", "Founders' Day")


def test_what_does_not_run_is_one_piece_and_stretches_of_other_hours_follow_each_other():
    """So the turns of a case are divided as well, whose stretches no clock has made."""
    shelf = Shelf.of(NINE_TO_FIVE, ALWAYS)
    stretches = [
        Segment(day("Mon 08:00"), day("Mon 10:00"), "running", "", "office@1"),
        Segment(day("Mon 10:00"), day("Tue 10:00"), "paused", "third_party", ""),
        Segment(day("Tue 10:00"), day("Tue 20:00"), "running", "", "always@1"),
    ]
    assert [(piece.label, piece.start) for piece in pieces(stretches, shelf)] == [
        ("out of hours", day("Mon 08:00")),
        ("running", day("Mon 09:00")),
        ("third_party", day("Mon 10:00")),
        ("running", day("Tue 10:00")),
    ]


@thorough
@given(
    calendars_and_moments(),
    st.lists(st.tuples(st.sampled_from(["running", "paused"]), st.integers(1, 4000)), max_size=6),
)
def test_pieces_leave_no_gap_and_none_overlaps(told: tuple[Calendar, datetime], steps: list[tuple[str, int]]):
    calendar, moment = told
    shelf, stretches = Shelf.of(calendar), []
    for what, minutes in steps:
        end = moment + timedelta(minutes=minutes)
        stretches.append(Segment(moment, end, what, "customer" if what == "paused" else "", calendar.ref))
        moment = end
    found = pieces(stretches, shelf)
    assert [piece.start for piece in found[1:]] == [piece.end for piece in found[:-1]]
    assert all(piece.start < piece.end for piece in found)
    running = sum((piece.end - piece.start for piece in found if piece.label == "running"), timedelta())
    assert running == sum(
        (calendar.open_between(s.start, s.end) for s in stretches if s.what == "running"), timedelta()
    )
