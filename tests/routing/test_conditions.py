from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.routing.conditions import Condition
from escalations.routing.spans import DAY, DAYS, WEEK, Span, minute_of_week, span_of
from tests.routing.people import NOON, a_case

CASE = a_case(
    severity="B",
    cover=True,
    error_codes=("AADSTS50011", "HTTP 502"),
    text="The nodes lost their private DNS zones overnight",
    problem_started_at=NOON - timedelta(hours=30),
    boundary="usgov",
    cloud="AzureUSGovernment",
)


@pytest.mark.parametrize(
    ("fact", "wanted", "had", "found"),
    [
        ("severity", ("A", "B"), "B", True),
        ("severity", ("A",), "B", False),
        ("cover", ("yes",), "yes", True),
        ("family_sure", ("no",), "yes", False),
        ("product", ("aks",), None, False),
        ("error_code", ("aadsts*",), "AADSTS50011", True),
        ("error_code", ("AllocationFailed",), "AADSTS50011, HTTP 502", False),
        ("text", ("private dns zone",), "private dns zone", True),
        ("text", ("vate dns",), None, False),
        ("text", ("dns private",), None, False),
        ("hours_running", ("24",), "30", True),
        ("hours_running", ("72",), "30", False),
        ("cloud", ("AzureCloud", "AzureUSGovernment"), "AzureUSGovernment", True),
        ("cloud", ("AzureCloud",), "AzureUSGovernment", False),
        ("time", ("sat-sun", "mon-fri 08:00-17:00"), "mon 12:00", True),
        ("time", ("22:00-06:00",), "mon 12:00", False),
    ],
)
def test_a_condition_answers_with_what_it_found(
    fact: str, wanted: tuple[str, ...], had: str | None, found: bool
) -> None:
    answer = Condition(fact=fact, wanted=wanted).asked_of(CASE)
    assert (answer.had, answer.holds) == (had, found)
    assert Condition(fact=fact, wanted=wanted, unless=True).asked_of(CASE).holds is not found


def test_a_problem_without_a_start_runs_for_no_time() -> None:
    assert a_case().hours_running == 0
    assert a_case(problem_started_at=NOON + timedelta(hours=2)).hours_running == 0


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("mon-fri 08:00-17:00", Span((0, 1, 2, 3, 4), 480, 540)),
        ("sat-sun", Span((5, 6), 0, DAY)),
        ("wed", Span((2,), 0, DAY)),
        ("22:00-06:00", Span((0, 1, 2, 3, 4, 5, 6), 1320, 480)),
        ("Fri-Mon 20:00-04:00", Span((4, 5, 6, 0), 1200, 480)),
        ("sun 18:00-24:00", Span((6,), 1080, 360)),
        ("mon 00:00-24:00", Span((0,), 0, DAY)),
    ],
)
def test_a_stretch_of_the_week_is_read(written: str, span: Span) -> None:
    assert span_of(written) == span


@pytest.mark.parametrize(
    "written",
    ["", " ", "mo-fr", "mon-fri 8:00-17:00", "08:00", "mon08:00-09:00", "08:00-24:30", "24:00-08:00", "12:60-13:00", "07:00-07:00", "mon-fri,sat"],
)  # fmt: skip
def test_what_is_no_stretch_of_the_week_is_refused_with_a_remedy(written: str) -> None:
    with pytest.raises(ValueError, match=r"Write it like|Leave the times out"):
        span_of(written)


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        ("mon-fri 22:00-06:00", ["2026-11-16T22:00", "2026-11-21T05:59", "2026-11-18T00:00"], ["2026-11-16T05:00", "2026-11-21T06:00", "2026-11-22T23:00"]),
        ("sun 20:00-04:00", ["2026-11-22T20:00", "2026-11-16T03:59"], ["2026-11-16T04:00", "2026-11-22T19:59", "2026-11-21T21:00"]),
    ],
)  # fmt: skip
def test_a_stretch_over_midnight_belongs_to_the_day_it_begins_on(
    written: str, inside: list[str], outside: list[str]
) -> None:
    for moments, holds in ((inside, True), (outside, False)):
        assert all(span_of(written).holds(datetime.fromisoformat(f"{at}+00:00")) is holds for at in moments)


def test_the_week_is_that_of_utc_wherever_the_case_was_opened() -> None:
    tokyo = datetime(2026, 11, 16, 6, 30, tzinfo=timezone(timedelta(hours=9)))
    answer = Condition(fact="time", wanted=("sun 21:00-22:00",)).asked_of(a_case(opened_at=tokyo))
    assert (answer.had, answer.holds) == ("sun 21:30", True)


@given(
    st.sampled_from(DAYS), st.sampled_from(DAYS), st.integers(0, DAY - 1), st.integers(1, DAY), st.integers(0, WEEK - 1)
)
def test_a_stretch_holds_in_the_minutes_of_its_ranges(
    first: str, last: str, start: int, length: int, minute: int
) -> None:
    end = (start + length - 1) % DAY + 1
    if end == start:
        return
    span = span_of(f"{first}-{last} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}")
    at = NOON.replace(hour=0) + timedelta(minutes=minute)
    assert span.holds(at) is any(since <= minute_of_week(at) < until for since, until in span.ranges)
