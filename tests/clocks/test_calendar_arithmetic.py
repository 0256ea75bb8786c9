"""The arithmetic against a minute-by-minute walk, over random hours, zones and changes of the clocks."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from . import minute_walk
from .strategies import calendars_and_moments, thorough

spans = st.integers(0, 86_400_000_000 * 9).map(lambda microseconds: timedelta(microseconds=microseconds))


@thorough
@given(calendars_and_moments(), st.integers(0, 1500))
def test_due_is_where_the_walk_arrives(place, minutes):
    calendar, start = place
    assert calendar.due(start, timedelta(minutes=minutes)) == minute_walk.due(calendar, start, minutes)


@thorough
@given(calendars_and_moments(), st.integers(0, 4 * 1440))
def test_open_time_is_what_the_walk_counts(place, minutes):
    calendar, start = place
    end = start + timedelta(minutes=minutes)
    assert calendar.open_between(start, end) == timedelta(minutes=minute_walk.open_minutes(calendar, start, end))


@thorough
@given(calendars_and_moments(), spans)
def test_what_is_added_is_what_lies_between_to_the_microsecond(place, span):
    calendar, start = place
    assert calendar.open_between(start, calendar.due(start, span)) == span


@thorough
@given(calendars_and_moments(), spans, spans)
def test_adding_twice_is_adding_the_sum(place, first, second):
    calendar, start = place
    assert calendar.due(calendar.due(start, first), second) == calendar.due(start, first + second)


@thorough
@given(calendars_and_moments(), spans)
def test_stretches_add_up_and_follow_one_another(place, span):
    calendar, start = place
    end = start + span
    stretches = list(calendar.stretches(start, end))
    assert sum((closes - opens for opens, closes in stretches), timedelta()) == calendar.open_between(start, end)
    edges = [edge for stretch in stretches for edge in stretch]
    assert edges == sorted(set(edges))
    assert not edges or (start <= edges[0] and edges[-1] <= end)


@thorough
@given(calendars_and_moments())
def test_no_hours_end_before_they_begin(place):
    calendar, start = place
    for _, (opens, closes) in zip(range(20), calendar.windows_from(start), strict=False):
        assert start <= opens < closes
