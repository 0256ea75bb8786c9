"""Who gets a case, and what is said about it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from escalations.routing.choosing import Choice, choose
from escalations.routing.deciding import Decision, decide, decide_in_queue, rule_then
from escalations.routing.roster import Candidate, Shift
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Relax
from escalations.routing.targets import SENT_BY_A_PERSON, as_it_is
from tests.routing.people import EIGHT_TO_FOUR, NOON, a_candidate, a_case


def _decided(*roster: Candidate, **facts: Any) -> Decision:
    return decide(a_case(**facts), rule_set(), roster, NOON)


def _why_not(decision: Decision | Choice) -> list[str]:
    return [exclusion.why for weighed in decision.candidates for exclusion in weighed.exclusions]


def _chosen(action: Action, *roster: Candidate, **facts: Any) -> Choice:
    queue = as_it_is(rule_set().catalogue.queue("kubernetes"))
    return choose(a_case(**facts), action, queue, roster, NOON, rule_set().assignment)


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
        ({"clearances": {"usgov": None}}, "is not cleared for Public"),
        ({"clearances": {"public": NOON + timedelta(hours=2)}}, "is cleared for Public only until 2026-11-16 14:00 UTC"),
        ({"shifts": ()}, "is off shift"),
        ({"shifts": (Shift(start=NOON + timedelta(hours=2), end=NOON + timedelta(hours=9)),)}, "is off shift until 2026-11-16 14:00 UTC"),
        ({"shifts": (Shift(start=NOON - timedelta(hours=8), end=NOON + timedelta(minutes=29)),)}, "goes off shift at 2026-11-16 12:29 UTC, in less than 30 minutes"),
        ({"presence": "away"}, "is away"),
        ({"presence": "offline"}, "is offline"),
        ({"role": "auditor"}, "does not work the Kubernetes queue"),
        ({"specialties": {"storage": 5}}, "has Kubernetes at level 0, level 1 is asked for"),
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
    assert _why_not(decision) == ["is not cleared for Public", "is away", "has 0 of 6 units free, this case weighs 2"]
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


def _asks(**given: Any) -> Action:
    return Action(**{"queue": "kubernetes", "require": {"family": 3, "networking": 2}, **given})


BOTH = {"kubernetes": 3, "networking": 2}
STEPS = (
    Relax(after=10, skill="family", level=1),
    Relax(after=20, skill="networking", level=0),
    Relax(after=30, language=False),
)


def test_every_skill_that_is_required_is_needed() -> None:
    choice = _chosen(_asks(), a_candidate(1, specialties=BOTH), a_candidate(2, specialties={"kubernetes": 5}))
    assert choice.assignee_id == 1
    assert _why_not(choice) == ["has Networking at level 0, level 2 is asked for"]
    assert _why_not(_chosen(_asks(), a_candidate(specialties={}))) == [
        "has Kubernetes at level 0, level 3 is asked for",
        "has Networking at level 0, level 2 is asked for",
    ]


def test_what_is_preferred_brings_points_and_keeps_nobody_out() -> None:
    prefers = _asks(prefer={"databases": 2}, require={"family": 1})
    knows, does_not = (
        a_candidate(2, specialties={"kubernetes": 1, "databases": 2}),
        a_candidate(1, specialties={"kubernetes": 1}),
    )
    assert _chosen(prefers, does_not, knows).assignee_id == 2
    assert _chosen(prefers, does_not).assignee_id == 1
    assert _chosen(_asks(require={"family": 1}), does_not, knows).assignee_id == 1


def test_whoever_knows_the_customer_comes_first_among_equals() -> None:
    assert _decided(a_candidate(1), a_candidate(2), familiar=(2,)).assignee_id == 2
    assert _decided(a_candidate(1), a_candidate(2, load=5), familiar=(2,)).assignee_id == 1


def test_whoever_let_it_go_does_not_get_it_again_at_once() -> None:
    decision = _decided(a_candidate(1), not_again=(1,))
    assert decision.assignee_id is None
    assert _why_not(decision) == ["had this case less than 60 minutes ago and let it go"]


@pytest.mark.parametrize(
    ("waited", "require", "language"),
    [
        (0, {"kubernetes": 3, "networking": 2}, "de"), (9, {"kubernetes": 3, "networking": 2}, "de"), (10, {"kubernetes": 1, "networking": 2}, "de"),
        (20, {"kubernetes": 1}, "de"), (29, {"kubernetes": 1}, "de"), (30, {"kubernetes": 1}, None), (900, {"kubernetes": 1}, None),
    ],
)  # fmt: skip
def test_the_longer_a_case_waits_the_less_it_asks(waited: int, require: dict[str, int], language: str | None) -> None:
    target = _chosen(_asks(relax=STEPS, language="de"), waited_minutes=waited).target
    assert (target.require, target.language, target.asked) == (require, language, BOTH)
    assert [step.after for step in target.relaxed] == [after for after in (10, 20, 30) if after <= waited]


def test_who_could_take_it_before_it_was_relaxed_still_stands_first() -> None:
    expert, beginner = a_candidate(2, specialties=BOTH), a_candidate(1, specialties={"kubernetes": 1})
    relaxed = _chosen(_asks(relax=STEPS), expert, beginner, waited_minutes=25)
    assert relaxed.assignee_id == 2 and all(one.is_able for one in relaxed.candidates)
    assert _chosen(_asks(relax=STEPS), beginner, waited_minutes=25).assignee_id == 1
    assert _chosen(_asks(relax=STEPS), beginner).assignee_id is None


@pytest.mark.parametrize(("severity", "minutes"), [("A", 60), ("B", 30), ("C", 30)])
def test_a_severe_case_wants_more_of_a_shift(severity: str, minutes: int) -> None:
    for left, assignee in ((minutes, 1), (minutes - 1, None)):
        shift = Shift(start=NOON - timedelta(hours=7), end=NOON + timedelta(minutes=left))
        assert _decided(a_candidate(shifts=(shift,)), severity=severity).assignee_id == assignee


def test_seconds_do_not_tell_a_decision_from_its_record() -> None:
    """Minutes are what a record keeps, so minutes are what a decision counts."""
    at = NOON + timedelta(seconds=59)
    shift = Shift(start=NOON - timedelta(hours=7), end=NOON + timedelta(minutes=30))
    decision = decide(a_case(), rule_set(), [a_candidate(shifts=(shift,))], at)
    assert decision.assignee_id == 1 and Decision.restored(*decision.stored()) == decision


def test_a_case_in_a_queue_asks_what_its_rule_asks() -> None:
    rule = rule_then(rule_set().named("Critical"))
    facts = a_case(severity="A", waited_minutes=3)
    beginner = a_candidate(1, specialties={"kubernetes": 1})
    waiting = decide_in_queue(rule, facts, "kubernetes", rule_set(), [beginner], NOON)
    assert (waiting.rule, waiting.queue, waiting.trigger, waiting.assignee_id) == (rule, "kubernetes", "drained", None)
    assert waiting.target.require == {"kubernetes": 2} and waiting.outcomes == ()


def test_a_case_that_a_person_sent_elsewhere_asks_what_that_queue_is_for() -> None:
    rule = rule_then(rule_set().named("Critical"))
    moved = decide_in_queue(rule, a_case(severity="A"), "storage", rule_set(), [a_candidate()], NOON, "transferred")
    assert (moved.rule.name, moved.target.require, moved.trigger) == (SENT_BY_A_PERSON, {"storage": 1}, "transferred")
    assert moved.assignee_id == 1
    to_triage = decide_in_queue(None, a_case(), "triage", rule_set(), [a_candidate(specialties={})], NOON)
    assert (to_triage.target.require, to_triage.assignee_id) == ({}, 1)
