"""Why here: three sentences that a person can check, with the names of things."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from escalations.routing.choosing import choose
from escalations.routing.deciding import decide
from escalations.routing.explaining import where_to, who_takes_it
from escalations.routing.facts import CaseFacts
from escalations.routing.roster import Candidate
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Relax
from escalations.routing.targets import QueueThen
from tests.routing.people import NOON, a_candidate, a_case

IDENTITY = QueueThen(key="identity", name="Identity", roles=("support_engineer",))
PATIENT = Action(
    queue="identity", require={"identity": 3}, language="de",
    relax=(Relax(after=15, skill="identity", level=2), Relax(after=30, language=False), Relax(after=60, skill="identity", level=0)),
)  # fmt: skip


def _told(*roster: Candidate, **facts: Any) -> list[str]:
    return decide(a_case(**facts), rule_set(), roster, NOON).explain()


def _chosen(action: Action, facts: CaseFacts, *roster: Candidate) -> tuple[str, str]:
    choice = choose(facts, action, IDENTITY, roster, NOON, rule_set().assignment)
    return where_to(choice.target, facts), who_takes_it(choice)


def test_rule_target_and_person() -> None:
    ada = a_candidate(1, name="Ada", languages=("en", "de"), load=1)
    rule, where, who = _told(ada, severity="A", language="de")
    assert rule == "Rule “Critical” decided: severity is A."
    assert where.startswith(
        "It goes to the Kubernetes queue, asks for Kubernetes at level 2 or higher and prefers someone who speaks German"
    )
    assert who == "Ada takes it: Kubernetes at level 3, 5 of 6 units free, speaks German."


def test_the_rule_is_told_in_the_words_of_the_case() -> None:
    assert _told(severity="B", cover=True, text="We are under attack")[0] == (
        "Rule “Covered customer under attack” decided: the customer has rapid-response cover and the text says “under attack”."
    )
    assert _told(family_sure=False)[0] == "Rule “Technology unclear” decided: the technology is not clear yet."
    japanese = _told(severity="C", language="ja")[0]
    assert japanese == "Rule “Customer does not write English” decided: the customer writes in Japanese."
    assert _told(severity="C")[0] == "Rule “To the family” decided: no earlier rule holds."
    running = _told(problem_started_at=NOON - timedelta(hours=80))[0]
    assert running == "Rule “Runs for days already” decided: severity is B and the problem had run for 80 hours."


def test_names_stand_for_keys() -> None:
    told = " ".join(
        _told(a_candidate(1, clearances={}), boundary="usgov", family="caching_cdn", product="cdn", severity="A")
    )
    assert "US Government" in told and "Caching and CDN" in told
    assert not any(key in told for key in ("usgov", "caching_cdn"))


def test_a_tie_is_told() -> None:
    assert _told(a_candidate(1), a_candidate(2))[2].endswith(", waited longest of 2 with as many points.")


def test_what_brought_the_points_is_told() -> None:
    action = replace_action(PATIENT, prefer={"storage": 3}, relax=())
    _, who = _chosen(action, a_case(familiar=(1,)), a_candidate(1, name="Ada", languages=("de",)), a_candidate(2))
    assert who == (
        "Ada takes it: Identity at level 3, 6 of 6 units free, speaks German, knows what is preferred: Storage at level 3, knows the customer."
    )


def replace_action(action: Action, **changes: Any) -> Action:
    return Action(**{**{name: getattr(action, name) for name in action.__struct_fields__}, **changes})


@pytest.mark.parametrize(
    ("waited", "sentence"),
    [
        (
            14,
            "It goes to the Identity queue, asks for Identity at level 3 or higher and prefers someone who speaks German.",
        ),
        (
            20,
            "It goes to the Identity queue, asks for Identity at level 2 or higher and prefers someone who speaks German;"
            " after 20 minutes of waiting it no longer asks for Identity at level 3.",
        ),
        (
            59,
            "It goes to the Identity queue and asks for Identity at level 2 or higher;"
            " after 59 minutes of waiting it no longer asks for Identity at level 3 nor for the language.",
        ),
        (
            60,
            "It goes to the Identity queue; after 60 minutes of waiting it no longer asks for Identity at level 3 nor for the language.",
        ),
    ],
)
def test_each_step_that_gave_way_is_told(waited: int, sentence: str) -> None:
    assert _chosen(PATIENT, a_case(waited_minutes=waited))[0] == sentence


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"clearances": {}}, "Nobody is cleared for Public to the end of their shift."),
        ({"shifts": ()}, "Nobody cleared is on shift for long enough."),
        ({"presence": "away"}, "Everybody cleared and on shift is away."),
        ({"role": "auditor"}, "Nobody cleared and on shift works the Kubernetes queue."),
        ({"specialties": {}}, "Nobody on shift has Kubernetes at level 1."),
        ({"load": 6}, "Everybody who could take it is full: a case of severity B weighs 2 units."),
    ],
)
def test_when_nobody_takes_it_the_hurdle_is_told(given: dict[str, Any], sentence: str) -> None:
    told = _told(a_candidate(1, **given), a_candidate(2, clearances={}))[2]
    assert told == f"{sentence} It stays in the queue until somebody can take it."


def test_one_unit_is_one_unit() -> None:
    told = _told(a_candidate(1, load=6), severity="C")[2]
    assert told.startswith("Everybody who could take it is full: a case of severity C weighs 1 unit. ")


def test_an_empty_roster_is_told() -> None:
    assert _told()[2] == "The roster is empty. It stays in the queue until somebody can take it."


def test_what_waits_already_is_told_by_the_rule_that_sent_it() -> None:
    decision = decide(a_case(), rule_set(), [], NOON)
    assert (
        replace(decision, questions=type(decision.questions)((), ()), trigger="drained")
        .explain()[0]
        .startswith("It stands there by the rule “")
    )
