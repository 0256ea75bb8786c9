"""The gate against a past that is known: what it avoids, what it costs, and that nothing later teaches it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from escalations.catalog.models import GateRules
from escalations.product_groups.backtesting import backtest
from escalations.product_groups.learning import Past

MONDAY = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
RULES = GateRules(last=20, blocks_from=3)


def past(number: int, *, back: bool, tried: bool = False, case_id: int = 0, hours: float = 2.0) -> Past:
    """One a day, without logs, decided after two hours."""
    opened = MONDAY + timedelta(days=number)
    return Past(
        id=number, case_id=case_id or number, product_group="storage_platform", boundary="public", family="storage", opened_at=opened,
        decided_at=opened + timedelta(hours=hours), absent=("logs",), tried=frozenset({"logs"}) if tried else frozenset(),
        return_code="missing_info" if back else None, missing_need="logs" if back else None,
    )  # fmt: skip


def test_what_comes_back_three_times_is_avoided_from_the_fourth_on() -> None:
    outcome = backtest([past(number, back=True) for number in range(10)], RULES)
    assert (outcome.total.returned, outcome.total.avoided, outcome.total.held_for_nothing) == (10, 7, 0)
    assert outcome.total.time_saved == timedelta(hours=14)
    assert outcome.by_family["storage"] == outcome.by_group["storage_platform"] == outcome.total


def test_what_never_comes_back_holds_nobody_up() -> None:
    outcome = backtest([past(number, back=False) for number in range(30)], RULES)
    assert (outcome.total.held, outcome.total.avoided) == (0, 0)


def test_what_stops_coming_back_is_forgotten() -> None:
    """Three returns, then twenty that were fine without it: by then the gate no longer asks."""
    history = [past(number, back=number < 3) for number in range(60)]
    outcome = backtest(history, RULES)
    assert outcome.total.held_for_nothing == 18, "until the first of the three has left the last twenty"


def test_who_said_what_they_tried_is_not_held_up() -> None:
    history = [past(number, back=True) for number in range(5)] + [past(9, back=False, tried=True)]
    assert backtest(history, RULES).total.held_for_nothing == 0


def test_a_decision_teaches_only_what_comes_after_it() -> None:
    """All are decided after the last was submitted."""
    assert backtest([past(number, back=True, hours=2400) for number in range(50)], RULES).total.held == 0


def test_the_delay_is_what_finding_it_took_before() -> None:
    """The same case came back on day 0 at ten and was escalated again on day 1 at eight: 22 hours."""
    history = [past(0, back=True, case_id=7), past(1, back=True, case_id=7), past(2, back=True), past(5, back=False)]
    outcome = backtest(history, RULES)
    assert outcome.to_find == timedelta(hours=22)
    assert (outcome.total.held_for_nothing, outcome.delay_added) == (1, timedelta(hours=22))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60), st.integers(1, 5))
def test_the_figures_add_up(told: list[tuple[bool, bool]], blocks_from: int) -> None:
    history = [past(number, back=back, tried=tried) for number, (back, tried) in enumerate(told)]
    total = backtest(history, GateRules(last=20, blocks_from=blocks_from)).total
    assert total.held == total.avoided + total.held_for_nothing <= total.escalations == len(history)
    assert total.avoided <= total.returned_for_a_need <= total.returned
