"""Golden vectors of the ledger, and the rules for a single clock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from escalations.clocks.ledger import (
    advance,
    due_from_ledger,
    next_look,
    threshold_moment,
    threshold_passed,
    would_be_due,
)
from escalations.clocks.readings import Entry, LedgerError

from .hours import ALWAYS, EIGHT_TO_SIX, NINE_TO_FIVE, Shelf, day

SHELF = Shelf.of(ALWAYS, NINE_TO_FIVE, replace(EIGHT_TO_SIX, key="long"))


def started(at, minutes, calendar="office@1"):
    return Entry(what="started", at=day(at), minutes=minutes, calendar=calendar, policy="2023")


def entry(what, at, **particulars):
    return Entry(what=what, at=day(at), **particulars)


def read(*entries, until=None):
    return due_from_ledger(entries, SHELF, until and day(until))


def test_a_clock_runs_in_its_hours():
    reading = read(started("Fri 16:30", 60))
    assert (reading.state, reading.due_at) == ("running", day("Mon 09:30", 1))
    assert (reading.used_minutes, reading.remaining_minutes) == (0, 60)


def test_a_warning_is_a_share_of_business_time():
    reading = read(started("Mon 17:00", 240, "long@1"))
    assert [threshold_moment(reading, share, SHELF) for share in (75, 90)] == [day("Tue 10:00"), day("Tue 10:36")]


def test_a_pause_moves_the_due_time():
    pause = entry("paused", "Mon 11:00", why="customer")
    paused = read(started("Mon 10:00", 240), pause)
    assert (paused.state, paused.due_at, paused.remaining_minutes) == ("paused", None, 180)
    assert read(started("Mon 10:00", 240), pause, entry("resumed", "Tue 10:00")).due_at == day("Tue 13:00")


def test_a_pause_outside_hours_changes_nothing():
    plain = read(started("Mon 10:00", 600))
    paused = read(
        started("Mon 10:00", 600), entry("paused", "Mon 20:00", why="customer"), entry("resumed", "Tue 06:00")
    )
    assert paused.due_at == plain.due_at
    assert paused.left == timedelta(minutes=180)


def test_a_shorter_goal_keeps_the_time_used():
    carried = entry("carried_over", "Mon 11:00", minutes=120, calendar="always@1")
    assert read(started("Mon 10:00", 180, "always@1"), carried).due_at == day("Mon 12:00")


def test_new_hours_keep_the_time_used():
    """Two hours used of six; what is left counts in the longer hours."""
    reading = read(started("Mon 14:00", 360), entry("carried_over", "Mon 16:00", calendar="long@1"))
    assert (reading.used_minutes, reading.remaining_minutes) == (120, 240)
    assert reading.due_at == day("Tue 10:00")
    assert reading.policy == "2023"


class TestAnAnswerPromisedSooner:
    def test_counts_from_the_change(self):
        sooner = entry("retargeted", "Mon 11:00", minutes=60, calendar="always@1", policy="2023")
        assert read(started("Mon 10:00", 240, "always@1"), sooner).due_at == day("Mon 12:00")

    def test_is_never_due_later_than_it_was(self):
        sooner = entry("retargeted", "Mon 13:30", minutes=60, calendar="always@1", policy="2023")
        reading = read(started("Mon 10:00", 240, "always@1"), sooner)
        assert reading.due_at == day("Mon 14:00")
        assert reading.round == 0

    def test_keeps_the_hours_of_the_promise_that_stands(self):
        sooner = entry("retargeted", "Mon 16:30", minutes=30, calendar="always@1")
        later_hours = read(started("Mon 16:00", 60), sooner)
        assert (later_hours.due_at, later_hours.calendar) == (day("Mon 17:00"), "office@1")

    def test_stays_overdue_when_it_was(self):
        sooner = entry("retargeted", "Mon 15:00", minutes=60, calendar="always@1")
        reading = read(started("Mon 10:00", 240, "always@1"), sooner)
        assert (reading.due_at, reading.breached_at) == (day("Mon 14:00"), day("Mon 14:00"))

    def test_is_never_due_later_than_a_due_time_it_took_over(self):
        """Merged with a case that was due sooner, then raised."""
        taken_over = entry("rescheduled", "Mon 10:10", due_at=day("Mon 10:40"), minutes=540, calendar="always@1")
        raised = entry("retargeted", "Mon 10:10", minutes=60, calendar="always@1")
        assert read(started("Mon 10:00", 540, "always@1"), taken_over, raised).due_at == day("Mon 10:40")


class TestAnAnswerPromisedLater:
    def test_carries_the_time_used(self):
        later = entry("retargeted", "Mon 10:30", minutes=240, calendar="office@1")
        assert read(started("Mon 10:00", 60, "always@1"), later).due_at == day("Mon 14:00")

    def test_never_erases_a_breach(self):
        later = entry("retargeted", "Mon 12:00", minutes=240, calendar="always@1")
        reading = read(started("Mon 10:00", 60, "always@1"), later)
        assert (reading.due_at, reading.breached_at) == (day("Mon 14:00"), day("Mon 11:00"))
        assert reading.overdue_since is None

    def test_up_and_down_again_gains_nothing(self):
        up = entry("retargeted", "Mon 12:00", minutes=60, calendar="always@1")
        down = entry("retargeted", "Mon 12:00", minutes=240, calendar="always@1")
        assert read(started("Mon 10:00", 240, "always@1"), up, down).due_at == day("Mon 14:00")


def test_a_goal_already_used_up_is_due_at_the_change():
    shorter = entry("carried_over", "Mon 13:00", minutes=120, calendar="always@1")
    reading = read(started("Mon 10:00", 240, "always@1"), shorter)
    assert (reading.due_at, reading.round, reading.breach_told) == (day("Mon 13:00"), 1, False)


def test_a_shorter_goal_of_an_overdue_clock_leaves_it_overdue_since_then():
    shorter = entry("carried_over", "Mon 15:00", minutes=120, calendar="always@1")
    assert read(started("Mon 10:00", 240, "always@1"), shorter).due_at == day("Mon 14:00")


def test_an_overdue_clock_stays_overdue_through_a_pause():
    reading = read(
        started("Mon 10:00", 60, "always@1"),
        entry("paused", "Mon 12:00", why="customer"),
        entry("resumed", "Mon 15:00"),
    )
    assert (reading.due_at, reading.remaining_minutes) == (day("Mon 11:00"), -60)


def test_an_absolute_due_time_is_met_to_the_second():
    until = day("Mon 16:00") + timedelta(seconds=17)
    reading = read(Entry(what="started", at=day("Mon 14:32"), due_at=until, calendar="always@1"))
    assert reading.due_at == until


def test_rescheduling_aims_at_another_instant():
    reading = read(started("Mon 10:00", 60, "always@1"), entry("rescheduled", "Mon 10:30", due_at=day("Tue 08:00")))
    assert (reading.due_at, reading.round) == (day("Tue 08:00"), 1)


def test_an_instant_outside_the_hours_is_kept():
    moved = entry("rescheduled", "Mon 10:30", due_at=day("Mon 20:00"))
    assert read(started("Mon 10:00", 60), moved).due_at == day("Mon 20:00")


def test_taking_over_a_due_time_that_has_passed():
    reading = read(
        started("Mon 10:00", 600, "always@1"), entry("rescheduled", "Mon 12:00", due_at=day("Mon 11:00"), minutes=60)
    )
    assert (reading.due_at, reading.breached_at, reading.remaining_minutes) == (day("Mon 11:00"), day("Mon 11:00"), -60)


def test_on_time_is_up_to_and_including_the_due_time():
    begun = started("Mon 10:00", 60, "always@1")
    assert read(begun, entry("satisfied", "Mon 11:00")).breached_at is None
    assert read(begun, entry("satisfied", "Mon 11:01")).breached_at == day("Mon 11:00")


def test_a_reading_can_be_taken_as_of_any_later_moment():
    reading = read(started("Mon 16:00", 120), until="Tue 09:30")
    assert (reading.used_minutes, reading.remaining_minutes, reading.due_at) == (90, 30, day("Tue 10:00"))
    assert read(started("Mon 16:00", 120), until="Tue 12:00").breached_at == day("Tue 10:00")


def test_an_entry_that_arrives_late_takes_effect_after_the_one_before():
    """The customer wrote at 10:00, the pause was entered at 10:02, the mail was read at 10:05."""
    reading = read(
        started("Mon 09:00", 120), entry("paused", "Mon 10:02", why="customer"), entry("resumed", "Mon 10:00")
    )
    assert reading.due_at == day("Mon 11:00")


def test_a_changed_reason_is_a_new_segment():
    waits = [entry("paused", "Mon 10:00", why="customer"), entry("paused", "Mon 11:00", why="third_party")]
    reading = read(started("Mon 09:00", 120), *waits, until="Mon 12:00")
    assert [(segment.what, segment.why) for segment in reading.segments] == [
        ("running", ""),
        ("paused", "customer"),
        ("paused", "third_party"),
    ]


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [entry("paused", "Mon 10:00", why="customer")],
        [started("Mon 10:00", 60), started("Mon 10:00", 60)],
        [started("Mon 10:00", 60), entry("resumed", "Mon 10:10")],
        [started("Mon 10:00", 60), entry("satisfied", "Mon 10:10"), entry("paused", "Mon 10:20", why="customer")],
        [started("Mon 10:00", 60), entry("cancelled", "Mon 10:10"), entry("satisfied", "Mon 10:20")],
        [
            started("Mon 10:00", 60),
            entry("paused", "Mon 10:10", why="customer"),
            entry("warned", "Mon 10:20", threshold=75),
        ],
        [started("Mon 10:00", 60), entry("warned", "Mon 10:20")],
    ],
)
def test_an_impossible_ledger_is_refused(entries):
    with pytest.raises(LedgerError):
        read(*entries)


class TestNextLook:
    def look(self, *entries, thresholds=(75,)):
        return next_look(read(*entries), SHELF, thresholds)

    def test_first_the_warning_then_the_due_time(self):
        begun = started("Mon 10:00", 60)
        assert self.look(begun) == day("Mon 10:45")
        assert self.look(begun, thresholds=()) == day("Mon 11:00")
        assert self.look(begun, entry("warned", "Mon 10:45", threshold=75)) == day("Mon 11:00")

    def test_each_threshold_once_and_a_late_sweep_only_the_last(self):
        begun, twice = started("Mon 10:00", 60), (75, 90)
        first = entry("warned", "Mon 10:46", threshold=75)
        assert self.look(begun, first, thresholds=twice) == day("Mon 10:54")
        for told, at, share in [
            ((), "Mon 10:44", None),
            ((), "Mon 10:45", 75),
            ((), "Mon 10:54", 90),
            ((first,), "Mon 10:53", None),
            ((first,), "Mon 10:54", 90),
        ]:
            assert threshold_passed(read(begun, *told), day(at), SHELF, twice) == share
        assert self.look(begun, entry("warned", "Mon 10:55", threshold=90), thresholds=twice) == day("Mon 11:00")

    def test_a_new_due_time_is_warned_of_anew(self):
        begun, warned = started("Mon 10:00", 60), entry("warned", "Mon 10:45", threshold=75)
        assert self.look(begun, warned, entry("rescheduled", "Mon 10:50", due_at=day("Mon 12:50"))) == day(
            "Mon 12:07"
        ) + timedelta(seconds=30)

    def test_then_every_open_hour(self):
        breached = [started("Mon 15:30", 60), entry("breached", "Mon 16:30")]
        assert self.look(*breached) == day("Tue 09:30")
        on_tuesday = advance(read(*breached), day("Tue 09:30"), SHELF)
        assert next_look(on_tuesday, SHELF) == day("Tue 10:30")

    def test_never_while_it_stands_still(self):
        assert self.look(started("Mon 10:00", 60), entry("paused", "Mon 10:10", why="customer")) is None
        assert self.look(started("Mon 10:00", 60), entry("satisfied", "Mon 10:10")) is None


def test_what_a_paused_clock_would_be_due():
    paused = read(started("Mon 10:00", 240), entry("paused", "Mon 11:00", why="customer"), until="Tue 09:00")
    assert would_be_due(paused, SHELF) == day("Tue 12:00")
