"""When somebody works, in every zone and over every clock change: held against a clock on the wall that is looked at every few minutes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from escalations.people.shifts import Hours, is_on_shift, shift_window
from tests.coverage.test_turns_properties import days, minutes, zones

STEP = timedelta(minutes=15)
CHANGES = [
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 11, 1),
]
near_a_change = st.sampled_from(CHANGES) | days
patterns = st.builds(
    Hours, zones, minutes, minutes, st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(sorted)
)


def shown(wall: datetime, person: Hours) -> bool:
    """What somebody thinks who looks at the clock on the wall and knows nothing of zones."""
    length = (person.shift_end - person.shift_start) % 1440 or 1440
    for back in (0, 1):
        begun = datetime.combine(wall.date() - timedelta(days=back), datetime.min.time())
        since = (wall - begun) // timedelta(minutes=1) - person.shift_start
        if begun.isoweekday() in person.shift_days and 0 <= since < length:
            return True
    return False


def is_steady(at: datetime, zone: ZoneInfo) -> bool:
    """No clock change within two days, so that the wall tells the truth."""
    return len({(at + timedelta(hours=hours)).astimezone(zone).utcoffset() for hours in range(-48, 49, 4)}) == 1


@given(patterns, near_a_change)
def test_on_shift_is_what_the_clock_on_the_wall_says(person: Hours, day: date) -> None:
    at, zone = datetime.combine(day, datetime.min.time(), UTC), ZoneInfo(person.time_zone)
    for _ in range(96):
        if is_steady(at, zone):
            assert is_on_shift(person, at) == shown(at.astimezone(zone).replace(tzinfo=None), person), at
        at += STEP


@given(patterns, near_a_change)
def test_shifts_follow_each_other_and_none_is_empty(person: Hours, day: date) -> None:
    at, found = datetime.combine(day - timedelta(days=2), datetime.min.time(), UTC), []
    while len(found) < 6 and (window := shift_window(person, at)):
        found.append(window)
        at = window[1]
    assert found and all(start < end for start, end in found)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(found))


@given(patterns, near_a_change)
def test_a_shift_is_as_long_as_it_says_but_for_what_the_clock_change_gives_or_takes(person: Hours, day: date) -> None:
    zone, length = ZoneInfo(person.time_zone), (person.shift_end - person.shift_start) % 1440 or 1440
    window = shift_window(person, datetime.combine(day, datetime.min.time(), UTC))
    assert window is not None
    before, after = (
        (one - timedelta(days=back)).astimezone(zone).utcoffset() for one, back in zip(window, (1, -1), strict=True)
    )
    assert before is not None and after is not None
    change = abs(after - before)
    assert abs(window[1] - window[0] - timedelta(minutes=length)) <= change


def test_a_shift_that_the_night_without_its_hour_leaves_nothing_of_is_none() -> None:
    """Sunday 29 March 2026 in Berlin has no half past two: it is half past three, when the shift would be over."""
    person = Hours("Europe/Berlin", 150, 180, [6, 7])
    assert shift_window(person, datetime(2026, 3, 28, 12, tzinfo=UTC)) == (
        datetime(2026, 4, 4, 0, 30, tzinfo=UTC), datetime(2026, 4, 4, 1, tzinfo=UTC),
    )  # fmt: skip
