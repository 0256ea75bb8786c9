"""What must hold whatever the numbers are."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from escalations.spikes.expecting import HOURS, Believing, History, hour_of_week
from escalations.spikes.judging import LEVELS, Reading, judge
from escalations.spikes.queries import Arrival, customers_since
from escalations.spikes.sensitivity import sensitivity
from escalations.spikes.tails import chance_of_at_least

AT = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC))
hours = st.dictionaries(st.integers(0, HOURS - 1), st.integers(0, 60), max_size=HOURS)
seasons = st.dictionaries(st.integers(0, HOURS - 1), st.floats(0, 8), max_size=HOURS)
observed = st.dictionaries(st.integers(0, HOURS - 1), st.integers(0, 8), max_size=HOURS)
counts = st.integers(0, 60)


def rank(reading: Reading | None) -> int:
    return reading.rank if reading else LEVELS.index("calm")


@given(counts, st.integers(0, 20), hours, observed, seasons, moments)
def test_more_customers_never_lower_the_level(
    few: int, more: int, brought: dict[int, int], seen: dict[int, int], season: dict[int, float], at: datetime
) -> None:
    rules, history = sensitivity(), History(brought, seen, season)
    levels = [
        rank(judge({window.minutes: number for window in rules.window}, history, at, rules))
        for number in (few, few + more)
    ]
    assert levels[0] <= levels[1]


@given(counts, hours, hours, observed, seasons, moments)
def test_a_busier_past_never_raises_the_level(
    number: int,
    brought: dict[int, int],
    more: dict[int, int],
    seen: dict[int, int],
    season: dict[int, float],
    at: datetime,
) -> None:
    rules = sensitivity()
    came = {window.minutes: number for window in rules.window}
    busier = {hour: brought.get(hour, 0) + more.get(hour, 0) for hour in {*brought, *more}}
    calm, busy = History(brought, seen, season), History(busier, seen, season)
    assert rank(judge(came, busy, at, rules)) <= rank(judge(came, calm, at, rules))


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 59)), max_size=80))
def test_a_customer_counts_once_however_often_they_write(written: list[tuple[int, int]]) -> None:
    came = [Arrival(number, customer, AT - timedelta(minutes=ago)) for number, (customer, ago) in enumerate(written)]
    assert customers_since(came, AT - timedelta(hours=1)) == len({customer for customer, _ in written})


@given(st.integers(1, 80), st.floats(0.001, 60), st.floats(0.1, 400))
def test_a_chance_is_a_chance_and_falls_with_the_count(count: int, mean: float, shape: float) -> None:
    chances = [chance_of_at_least(number, mean, shape) for number in (count - 1, count, count + 1)]
    assert all(0 <= chance <= 1 for chance in chances)
    assert chances[0] + 1e-9 >= chances[1] and chances[1] + 1e-9 >= chances[2]


@given(moments, st.sampled_from([15, 30, 60, 360]))
def test_an_even_past_expects_evenly(at: datetime, minutes: int) -> None:
    """One an hour always: a window expects its length, wherever it lies."""
    even = History(dict.fromkeys(range(HOURS), 8), dict.fromkeys(range(HOURS), 8), {})
    assert abs(even.expect(at, minutes, Believing(12, 6)).mean - minutes / 60) < 0.02 * minutes / 60


def test_the_week_begins_on_monday_in_utc() -> None:
    assert hour_of_week(datetime(2026, 3, 2, tzinfo=UTC)) == 0
    assert hour_of_week(datetime(2026, 3, 8, 23, 59, tzinfo=UTC)) == HOURS - 1
