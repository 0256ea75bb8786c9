"""Why here: three sentences that a person can check."""

from datetime import timedelta
from typing import Any

import pytest

from escalations.routing.deciding import decide
from escalations.routing.roster import Candidate
from escalations.routing.rule_files import rule_set
from tests.routing.people import NOON, a_candidate, a_case


def _told(*roster: Candidate, **facts: Any) -> list[str]:
    return decide(a_case(**facts), rule_set(), roster, NOON).explain()


def test_rule_target_and_person() -> None:
    ada = a_candidate(1, name="Ada", languages=("en", "de"), load=1)
    assert _told(ada, severity="A", language="de") == [
        "Rule “Critical” decided: severity is A.",
        "It goes to the Kubernetes queue, asks for kubernetes at level 2 or higher and prefers someone who speaks German.",
        "Ada takes it: kubernetes at level 3, 5 of 6 units free, speaks German.",
    ]  # fmt: skip


def test_the_rule_is_told_in_the_words_of_the_case() -> None:
    assert _told(severity="B", cover=True, text="We are under attack")[0] == (
        "Rule “Covered customer under attack” decided: the customer has rapid-response cover and the text says “under attack”."
    )
    assert _told(family_sure=False)[0] == "Rule “Technology unclear” decided: the technology is not clear yet."
    assert (
        _told(severity="C", language="ja")[0] == "Rule “Customer does not write English” decided: language is not en."
    )
    assert _told(severity="C")[0] == "Rule “To the family” decided: no earlier rule holds."
    running = _told(problem_started_at=NOON - timedelta(hours=80))[0]
    assert running == "Rule “Runs for days already” decided: severity is B and the problem had run for 80 hours."


def test_a_tie_is_told() -> None:
    assert _told(a_candidate(1), a_candidate(2))[2].endswith(", waited longest among equals.")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"clearances": {}}, "Nobody is cleared for public to the end of their shift."),
        ({"shifts": ()}, "Nobody cleared is on shift."),
        ({"presence": "away"}, "Everybody cleared and on shift is away."),
        ({"role": "auditor"}, "Nobody cleared and on shift works the Kubernetes queue."),
        ({"specialties": {}}, "Nobody on shift has kubernetes at level 1."),
        ({"load": 6}, "Everybody who could take it is full: a case of severity B needs more room."),
    ],
)
def test_when_nobody_takes_it_the_hurdle_is_told(given: dict[str, Any], sentence: str) -> None:
    told = _told(a_candidate(1, **given), a_candidate(2, clearances={}))[2]
    assert told == f"{sentence} It stays in the queue until somebody can take it."


def test_an_empty_roster_is_told() -> None:
    assert _told()[2] == "The roster is empty. It stays in the queue until somebody can take it."
