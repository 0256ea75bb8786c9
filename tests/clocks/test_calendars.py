"""Golden vectors of the arithmetic, and what happens at the edges of opening hours."""

from datetime import UTC, date, datetime, timedelta

import pytest

from escalations.clocks.calendars import NeverOpens, add_open_time, first_instant, next_opening, open_minutes_between

from .hours import ALWAYS, BERLIN, EIGHT_TO_SIX, NINE_TO_FIVE, calendar, day, local, wall

NIGHTS = calendar({"mon-sun": ["21:00-02:00"]})
WITH_LUNCH = calendar({"mon-fri": ["08:00-12:00", "13:30-18:00"]})


@pytest.mark.parametrize(
    ("hours", "start", "minutes", "due"),
    [
        (NINE_TO_FIVE, day("Fri 16:30"), 60, day("Mon 09:30", 1)),
        (NINE_TO_FIVE, day("Wed 07:00"), 120, day("Wed 11:00")),
        (EIGHT_TO_SIX, day("Mon 17:00"), 240, day("Tue 11:00")),
        (WITH_LUNCH, day("Mon 11:45"), 60, day("Mon 14:15")),
        (NIGHTS, day("Tue 01:30"), 60, day("Tue 21:30")),
        (NINE_TO_FIVE, day("Sat 12:00"), 0, day("Sat 12:00")),
        (NINE_TO_FIVE, day("Mon 16:00"), 60, day("Mon 17:00")),
        (ALWAYS, day("Sun 23:30"), 60, day("Mon 00:30", 1)),
    ],
)
def test_open_time_is_added(hours, start, minutes, due):
    assert add_open_time(hours, start, minutes) == due
    assert open_minutes_between(hours, start, due) == minutes


@pytest.mark.parametrize(
    "always",
    [calendar({"mon-sun": ["00:00-24:00"]}, BERLIN), calendar({"mon-sun": ["00:00-12:00", "12:00-24:00"]}, BERLIN)],
)
@pytest.mark.parametrize(
    ("start", "due"), [("2026-03-29 00:30", "2026-03-29 05:30"), ("2026-10-25 00:30", "2026-10-25 03:30")]
)
def test_four_hours_around_the_clock_are_four_hours_also_when_the_clocks_change(always, start, due):
    assert wall(add_open_time(always, local(start), 240)) == due


def test_a_holiday_replaces_its_day_but_not_the_night_that_runs_into_it():
    closed_tuesday = calendar({"mon-sun": ["21:00-02:00"]}, exceptions={date(2026, 11, 3): []})
    assert open_minutes_between(closed_tuesday, day("Mon 12:00"), day("Wed 12:00")) == 300
    assert next_opening(closed_tuesday, day("Tue 02:00")) == day("Wed 21:00")


def test_hours_that_overlap_the_night_before_are_counted_once():
    early = calendar({"mon-sun": ["21:00-02:00"]}, exceptions={date(2026, 11, 3): ["01:00-03:00"]})
    assert open_minutes_between(early, day("Mon 21:00"), day("Tue 12:00")) == 360


def test_next_opening():
    assert next_opening(NINE_TO_FIVE, day("Fri 17:00")) == day("Mon 09:00", 1)
    assert next_opening(NINE_TO_FIVE, day("Fri 12:34")) == day("Fri 12:34")


def test_touching_windows_are_one_stretch():
    halves = calendar({"mon-fri": ["08:00-12:00", "12:00-18:00"]})
    assert list(halves.stretches(day("Mon 07:00"), day("Tue 09:00"))) == [
        (day("Mon 08:00"), day("Mon 18:00")),
        (day("Tue 08:00"), day("Tue 09:00")),
    ]
    assert list(ALWAYS.stretches(day("Mon 07:00"), day("Tue 09:00"))) == [(day("Mon 07:00"), day("Tue 09:00"))]
    assert list(NINE_TO_FIVE.stretches(day("Sat 07:00"), day("Sun 09:00"))) == []


def test_a_wall_time_in_a_gap_is_the_end_of_the_gap():
    berlin = calendar({}, BERLIN).zone
    assert first_instant(berlin, datetime(2026, 3, 29, 2, 30)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_of_two_equal_wall_times_the_first_counts():
    berlin = calendar({}, BERLIN).zone
    assert first_instant(berlin, datetime(2026, 10, 25, 2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_zone_skipped_never_opens():
    """Samoa went from 29 to 31 December 2011."""
    apia = calendar({"mon-sun": ["09:00-17:00"]}, "Pacific/Apia")
    start = local("2011-12-29 16:00", "Pacific/Apia")
    assert wall(add_open_time(apia, start, 120), "Pacific/Apia") == "2011-12-31 10:00"


def test_hours_inside_a_gap_do_not_turn_round():
    early = calendar({"mon-sun": ["02:30-03:15"]}, BERLIN)
    assert open_minutes_between(early, local("2026-03-29 00:00"), local("2026-03-30 00:00")) == 15


def test_a_calendar_that_never_opens_says_so():
    closed = calendar({})
    with pytest.raises(NeverOpens, match="office@1"):
        add_open_time(closed, day("Mon 09:00"), 1)
    with pytest.raises(NeverOpens):
        next_opening(closed, day("Mon 09:00"))


def test_nothing_is_open_backwards():
    assert NINE_TO_FIVE.open_between(day("Tue 12:00"), day("Mon 12:00")) == timedelta()
