"""Whose time it was."""

from datetime import UTC, date, datetime, timedelta

from escalations.clocks.attribution import Piece, attribution, bar
from escalations.clocks.calendars import Calendar
from escalations.clocks.ledger import due_from_ledger
from escalations.clocks.readings import Entry

from .hours import NINE_TO_FIVE, Shelf, day

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
