"""Turns on the instant line, in every zone and over every clock change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from escalations.coverage.hours import Hours
from escalations.coverage.spans import Span, merged, minus
from escalations.coverage.turns import Plan

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
CHANGING = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Tehran",
]
zones = st.sampled_from(CHANGING) | st.sampled_from(ZONES)
minutes = st.integers(0, 1439)
days = st.dates(date(2010, 1, 1), date(2030, 1, 1))


@st.composite
def plans(draw: st.DrawFn, *, whole_day: bool = False) -> Plan:
    start = draw(minutes)
    weekdays = (1, 2, 3, 4, 5, 6, 7) if whole_day else tuple(sorted(draw(st.sets(st.integers(1, 7), min_size=1))))
    hours = Hours(time_zone=draw(zones), start=start, end=start if whole_day else draw(minutes), days=weekdays)
    return Plan(
        hours=hours, every=draw(st.sampled_from(["day", "week"])), handoff_day=draw(st.integers(1, 7)),
        handoff_at=draw(minutes), starts_on=draw(days), members=list(range(draw(st.integers(1, 5)))),
    )  # fmt: skip


@st.composite
def windows(draw: st.DrawFn) -> Span:
    start = datetime.combine(draw(days), datetime.min.time(), UTC) + timedelta(minutes=draw(st.integers(0, 1440)))
    return Span(start, start + timedelta(hours=draw(st.integers(1, 24 * 40))))


@given(plans(whole_day=True), windows())
def test_around_the_clock_nobody_is_missing_and_nobody_is_two(plan: Plan, whole: Span) -> None:
    turns = [turn.span for turn in plan.turns(whole)]
    assert all(one.end == two.start for one, two in pairwise(turns)), "each begins where the last one ended"
    after = max(whole.start, plan.begins)
    assert merged(turns) == ([Span(after, whole.end)] if after < whole.end else [])


@given(plans(), windows())
def test_turns_are_in_order_apart_and_inside(plan: Plan, whole: Span) -> None:
    turns = [turn.span for turn in plan.turns(whole)]
    assert all(one.start < one.end <= two.start < two.end for one, two in pairwise(turns))
    assert all(span.within(whole) == span for span in turns)


@given(plans(), windows(), st.integers(1, 24 * 40))
def test_a_window_in_two_parts_is_the_same_window(plan: Plan, whole: Span, cut: int) -> None:
    """So that a sweep that comes later plans nobody anew."""
    middle = min(whole.end, whole.start + timedelta(hours=cut))
    parts = [*plan.turns(Span(whole.start, middle)), *plan.turns(Span(middle, whole.end))]
    for person in plan.members:
        in_parts = merged(turn.span for turn in parts if turn.person_id == person)
        assert in_parts == merged(turn.span for turn in plan.turns(whole) if turn.person_id == person)


@given(plans(), windows())
def test_hours_are_those_of_the_clock_on_the_wall(plan: Plan, whole: Span) -> None:
    """Whoever is on call, the wall shows one of the hours that were named; at most an hour off in the night the clock changes."""
    zone, hours = ZoneInfo(plan.hours.time_zone), plan.hours
    length = (hours.end - hours.start) % 1440 or 1440
    for span in (turn.span for turn in plan.turns(whole)):
        local = span.start.astimezone(zone)
        since = (local.hour * 60 + local.minute - hours.start) % 1440
        offsets = {
            moment.astimezone(zone).utcoffset()
            for moment in (span.start - timedelta(days=2), span.start + timedelta(days=2))
        }
        assert since < length or len(offsets) > 1


@given(plans(), st.integers(0, 300))
def test_every_member_has_as_many_turns(plan: Plan, skip: int) -> None:
    step = timedelta(days=1 if plan.every == "day" else 7)
    handed = list(plan._handovers(Span(plan.begins, plan.begins + step * len(plan.members) * 6)))
    counts = dict.fromkeys(plan.members, 0)
    for number, _ in handed[: len(plan.members) * 5]:
        counts[plan.members[number % len(plan.members)]] += 1
    assert len(set(counts.values())) == 1, skip


def test_the_short_and_the_long_night() -> None:
    plan = Plan(
        hours=Hours(time_zone="Europe/Berlin"), every="day", handoff_day=1, handoff_at=540, starts_on=date(2026, 10, 1), members=[1, 2]
    )  # fmt: skip

    def night(month: int, day: int) -> list[float]:
        noon = datetime(2027, month, day, 12, tzinfo=UTC)
        return [
            turn.span.length / timedelta(hours=1)
            for turn in plan.turns(Span(noon - timedelta(days=4), noon + timedelta(days=4)))
        ][1:-1]

    assert night(3, 28) == [24, 24, 23, 24, 24, 24, 24]
    assert night(10, 31) == [24, 24, 25, 24, 24, 24, 24]


def test_a_handover_in_the_hour_that_is_left_out_and_in_the_one_that_comes_twice() -> None:
    plan = Plan(
        hours=Hours(time_zone="Europe/Berlin"),
        every="day",
        handoff_day=1,
        handoff_at=150,
        starts_on=date(2027, 3, 1),
        members=[1, 2],
    )
    spring = [
        turn.span.start
        for turn in plan.turns(Span(datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 29, tzinfo=UTC)))
    ]
    assert datetime(2027, 3, 28, 1, 30, tzinfo=UTC) in spring, "half past two is half past three that night"
    autumn = [
        turn.span.start
        for turn in plan.turns(Span(datetime(2027, 10, 30, 22, tzinfo=UTC), datetime(2027, 10, 31, 20, tzinfo=UTC)))
    ]
    assert datetime(2027, 10, 31, 0, 30, tzinfo=UTC) in autumn and len(autumn) == 2, (
        "the first of the two half past twos"
    )


@given(windows(), st.lists(windows()))
def test_what_is_left_and_what_was_cut_make_the_whole(span: Span, cuts: list[Span]) -> None:
    left = list(minus(span, cuts))
    gone = merged(part for cut in cuts if (part := cut.within(span)))
    assert merged([*left, *gone]) == [span]
    assert not any(one.meets(cut) for one in left for cut in gone)
