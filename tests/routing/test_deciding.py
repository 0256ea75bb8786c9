"""Who gets a case, and what is said about it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from escalations.routing.deciding import Decision, decide
from escalations.routing.roster import Candidate, Shift
from escalations.routing.rule_files import rule_set
from tests.routing.people import EIGHT_TO_FOUR, NOON, a_candidate, a_case


def _decided(*roster: Candidate, **facts: Any) -> Decision:
    return decide(a_case(**facts), rule_set(), roster, NOON)


def _why_not(decision: Decision) -> list[str]:
    return [exclusion.why for weighed in decision.candidates for exclusion in weighed.exclusions]


def test_the_first_rule_that_holds_decides_and_all_are_asked() -> None:
    decision = _decided(a_candidate(), severity="A")
    assert decision.rule.name == "Critical"
    assert decision.queue == "kubernetes"
    assert len(decision.outcomes) == len(rule_set().rules)
    assert [outcome.rule for outcome in decision.outcomes if outcome.holds] == ["Critical", "To the family"]


def test_cover_brings_the_rapid_response_lead() -> None:
    decision = _decided(a_candidate(1), a_candidate(2, role="rapid_response"), severity="A", cover=True)
    assert (decision.queue, decision.assignee_id, decision.escalate) == ("rapid_response", 2, "rapid_response")
    assert _why_not(decision) == ["does not work the Rapid response queue"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"clearances": {"usgov": None}}, "is not cleared for public"),
        ({"clearances": {"public": NOON + timedelta(hours=2)}}, "is cleared for public only until 2026-11-16 14:00 UTC"),
        ({"shifts": ()}, "is off shift"),
        ({"shifts": (Shift(start=NOON + timedelta(hours=2), end=NOON + timedelta(hours=9)),)}, "is off shift until 2026-11-16 14:00 UTC"),
        ({"shifts": (Shift(start=NOON - timedelta(hours=8), end=NOON + timedelta(minutes=29)),)}, "goes off shift at 2026-11-16 12:29 UTC, in less than 30 minutes"),
        ({"presence": "away"}, "is away"),
        ({"presence": "offline"}, "is offline"),
        ({"role": "auditor"}, "does not work the Kubernetes queue"),
        ({"specialties": {"storage": 5}}, "has kubernetes at level 0, level 1 is asked for"),
        ({"load": 5}, "has 1 of 6 units free, this case weighs 2"),
        ({"load": 9}, "has 0 of 6 units free, this case weighs 2"),
    ],
)  # fmt: skip
def test_one_reason_is_enough_not_to_be_chosen(given: dict[str, Any], why: str) -> None:
    decision = _decided(a_candidate(1, **given), a_candidate(2))
    assert decision.assignee_id == 2
    assert _why_not(decision) == [why]


def test_every_reason_is_told() -> None:
    decision = _decided(a_candidate(presence="away", clearances={}, load=6))
    assert _why_not(decision) == ["is not cleared for public", "is away", "has 0 of 6 units free, this case weighs 2"]
    assert decision.candidates[0].score is None


@pytest.mark.parametrize(("severity", "units"), [("A", 3), ("B", 2), ("C", 1)])
def test_a_case_weighs_what_its_severity_says(severity: str, units: int) -> None:
    assert _decided(a_candidate(capacity=units), severity=severity).assignee_id == 1
    assert _decided(a_candidate(capacity=units - 1), severity=severity).assignee_id is None


def test_shifts_that_touch_are_one() -> None:
    ends_soon = Shift(start=EIGHT_TO_FOUR.start, end=NOON + timedelta(minutes=10))
    goes_on = Shift(start=ends_soon.end, end=NOON + timedelta(hours=8))
    assert _decided(a_candidate(shifts=(goes_on, ends_soon))).assignee_id == 1
    cleared_too_short = a_candidate(shifts=(ends_soon, goes_on), clearances={"public": NOON + timedelta(hours=4)})
    assert _decided(cleared_too_short).assignee_id is None


def test_the_language_of_the_customer_is_preferred_not_demanded() -> None:
    full_but_german = a_candidate(2, languages=("de",), load=3)
    assert _decided(a_candidate(1), full_but_german, language="de").assignee_id == 2
    assert _decided(a_candidate(1), language="de").assignee_id == 1


def test_severe_cases_go_to_those_who_know_most() -> None:
    knows, idle = a_candidate(1, specialties={"kubernetes": 5}, load=3), a_candidate(2, specialties={"kubernetes": 2})
    assert _decided(knows, idle, severity="A").assignee_id == 1
    assert _decided(knows, idle, severity="C").assignee_id == 2


def test_the_busy_come_after_the_available() -> None:
    assert _decided(a_candidate(1, presence="busy"), a_candidate(2)).assignee_id == 2
    assert _decided(a_candidate(1, presence="busy")).assignee_id == 1


def test_equals_take_turns() -> None:
    just_now, long_ago = NOON - timedelta(minutes=5), NOON - timedelta(hours=5)
    assert (
        _decided(a_candidate(1, last_assigned_at=just_now), a_candidate(2, last_assigned_at=long_ago)).assignee_id == 2
    )
    assert _decided(a_candidate(1, last_assigned_at=long_ago), a_candidate(2)).assignee_id == 2
    assert _decided(a_candidate(2), a_candidate(1)).assignee_id == 1


def test_an_unclear_case_waits_in_triage_for_whoever_is_on() -> None:
    decision = _decided(a_candidate(specialties={}), family=None, family_sure=False)
    assert (decision.queue, decision.assignee_id) == ("triage", 1)


def test_a_family_that_has_left_the_catalogue_is_unclear() -> None:
    assert _decided(family="mainframes").queue == "triage"


def test_an_expired_rule_no_longer_decides() -> None:
    rules = rule_set()
    expired = replace(
        rules,
        rules=tuple(
            replace(rule, expires=NOON.date() - timedelta(days=1)) if rule.name == "Critical" else rule
            for rule in rules.rules
        ),
    )
    decision = decide(a_case(severity="A"), expired, (), NOON)
    assert decision.rule.name == "To the family"
    assert [outcome.rule for outcome in decision.outcomes if outcome.expired] == ["Critical"]
