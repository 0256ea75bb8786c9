"""The board of the past, drawn again with what was known then, beside what happened after it."""

import json
from datetime import timedelta

from click.testing import CliRunner

from escalations.cases.actions import change_severity, reply_to_customer
from escalations.cases.queries import case_for
from escalations.cli import rapid_response as command
from escalations.cli.rapid_response import as_plain
from escalations.clocks.policies import clock_policies
from escalations.clocks.sweeps import sweep_clocks
from escalations.platform.time import time_at
from escalations.rapid_response.backtesting import Backtest, Then
from escalations.rapid_response.past import boards
from escalations.rapid_response.plight import Plight
from escalations.rapid_response.queries.past import past_of_covered
from escalations.rapid_response.weights import weights
from tests.cast import Cast
from tests.rapid_response.builders import NOON, a_covered_case, ago
from tests.support import as_person, as_system


def then(number: int, severity: str, due: float, broke: bool) -> Then:
    plight = Plight(case_id=number, severity=severity, claimed=severity, due_at=ago(-due), due_kind="next_update")
    return Then(plight, broke)


def test_pairs_in_the_right_order() -> None:
    found = Backtest(weights())
    found.add([then(1, "A", 300, True), then(2, "C", 30, False), then(3, "B", 2000, False)], NOON)
    assert (found.by_score.right, found.by_score.pairs) == (2, 2)
    assert (found.by_due.right, found.by_due.pairs) == (1, 2)
    assert as_plain(found)["top"] == {"moments": 1, "right": 1, "by_chance": 0.33}


def test_level_ones_are_half_right_and_a_board_without_difference_says_nothing() -> None:
    found = Backtest(weights())
    found.add([then(1, "A", 300, True), then(2, "A", 300, False)], NOON)
    assert found.by_severity.share == 0.5
    found.add([then(1, "A", 300, False), then(2, "A", 300, False)], NOON)
    assert (found.moments, found.first) == (2, 1)


def test_what_is_late_already_is_not_held_against_the_order() -> None:
    found = Backtest(weights())
    found.add([then(1, "A", -5, False), then(2, "B", 60, True), then(3, "C", 600, False)], NOON)
    assert (found.by_score.right, found.by_score.pairs) == (1, 1)


async def test_the_past_is_seen_as_it_was_known_then(cast: Cast) -> None:
    with time_at(NOON):
        case = await a_covered_case(cast, claimed="B")
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        with time_at(NOON + timedelta(minutes=10)):
            await reply_to_customer(db, row, "I am on it.", by=cast.ada, last_seen=None, gate_reason="a test")
        with time_at(NOON + timedelta(minutes=20)):
            await change_severity(
                db, row, "assessed", "A", "all stores are closed", by=cast.ada, always_contact_id=row.contact_id
            )
    later = NOON + timedelta(days=2)
    with time_at(later):
        async with as_system() as db:
            await sweep_clocks(db, later)
    moments = [NOON + timedelta(minutes=5), NOON + timedelta(minutes=15), NOON + timedelta(minutes=25)]
    async with as_system() as db:
        cases = await past_of_covered(db, NOON - timedelta(days=1), later, 10)
        seen = [board[0] for _, board in boards(cases, moments, timedelta(days=2), clock_policies().calendars)]
    assert [one.plight.severity for one in seen] == ["B", "B", "A"]
    assert [one.plight.silent_since for one in seen] == [NOON, *[NOON + timedelta(minutes=10)] * 2]
    assert [one.plight.due_kind for one in seen] == ["first_response", "next_update", "next_update"]
    assert all(one.broke for one in seen)


def test_the_command_says_when_there_is_nothing_to_compare(monkeypatch: object) -> None:
    async def nothing(*_: object) -> Backtest:
        return Backtest(weights())

    monkeypatch.setattr(command, "_backtest", nothing)  # type: ignore[attr-defined]
    outcome = CliRunner().invoke(command.rapid_response_group, ["backtest", "--json"])
    assert outcome.exit_code == 1 and json.loads(outcome.stdout)["orders"]["score"]["share"] is None
