"""What holds for every case and every roster."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from escalations.routing.deciding import Decision, decide, recompute
from escalations.routing.facts import CaseFacts
from escalations.routing.ranking import UNITS
from escalations.routing.roster import Candidate
from escalations.routing.rule_files import rule_set
from tests.routing.people import NOON
from tests.routing.strategies import cases, rosters, unhurried


def _chosen(decision: Decision) -> Candidate | None:
    return next((one.candidate for one in decision.candidates if one.candidate.person_id == decision.assignee_id), None)


@unhurried
@given(cases, rosters)
def test_whoever_is_chosen_may_and_can(facts: CaseFacts, roster: list[Candidate]) -> None:
    decision = decide(facts, rule_set(), roster, NOON)
    chosen = _chosen(decision)
    if chosen is None:
        assert all(weighed.exclusions for weighed in decision.candidates)
        return
    end = chosen.end_of_shift(NOON)
    assert end is not None and end - NOON >= timedelta(minutes=30)
    assert facts.boundary in chosen.clearances
    assert (cleared := chosen.clearances[facts.boundary]) is None or cleared > end
    assert chosen.presence in ("available", "busy")
    assert chosen.capacity - chosen.load >= UNITS[facts.severity]
    assert chosen.role in decision.routed_to.roles


@unhurried
@given(cases, rosters, st.randoms())
def test_the_order_of_the_roster_does_not_matter(facts: CaseFacts, roster: list[Candidate], random: Random) -> None:
    shuffled = random.sample(roster, len(roster))
    assert decide(facts, rule_set(), roster, NOON) == decide(facts, rule_set(), shuffled, NOON)


@unhurried
@given(cases, rosters, st.integers(1, 5))
def test_more_room_for_the_chosen_keeps_them_chosen(facts: CaseFacts, roster: list[Candidate], more: int) -> None:
    before = _chosen(decide(facts, rule_set(), roster, NOON))
    if before is not None:
        roomier = [replace(one, capacity=one.capacity + more) if one == before else one for one in roster]
        assert decide(facts, rule_set(), roomier, NOON).assignee_id == before.person_id


@unhurried
@given(cases, rosters)
def test_one_more_who_cannot_changes_nothing(facts: CaseFacts, roster: list[Candidate]) -> None:
    uncleared = Candidate(person_id=0, name="Zoe", role="support_engineer", presence="available", capacity=9)
    with_zoe = decide(facts, rule_set(), [*roster, uncleared], NOON)
    assert with_zoe.assignee_id == decide(facts, rule_set(), roster, NOON).assignee_id


@unhurried
@given(cases, rosters)
def test_a_decision_follows_from_its_record_alone(facts: CaseFacts, roster: list[Candidate]) -> None:
    decision = decide(facts, rule_set(), roster, NOON)
    record = json.loads(json.dumps(decision.to_json()))
    assert Decision.from_json(record) == decision
    assert recompute(record) == decision
    assert recompute(record).to_json() == record


@unhurried
@given(cases, rosters)
def test_every_decision_has_three_sentences(facts: CaseFacts, roster: list[Candidate]) -> None:
    sentences = decide(facts, rule_set(), roster, NOON).reasons
    assert len(sentences) == 3
    assert all(sentence.endswith(".") and len(sentence) < 300 for sentence in sentences)


@unhurried
@given(cases)
def test_the_deciding_rule_is_the_first_of_those_that_hold(facts: CaseFacts) -> None:
    decision = decide(facts, rule_set(), (), NOON)
    holding = [number for number, outcome in enumerate(decision.outcomes) if outcome.holds]
    assert rule_set().rules[holding[0]].name == decision.rule.name
    assert all(one < next_one for one, next_one in pairwise(holding))


@unhurried
@given(cases)
def test_facts_survive_their_record(facts: CaseFacts) -> None:
    assert CaseFacts.from_json(json.loads(json.dumps(facts.to_json()))) == facts
