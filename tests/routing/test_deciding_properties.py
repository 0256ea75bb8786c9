"""What holds for every case, every rule and every roster."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from escalations.routing.choosing import Choice, choose
from escalations.routing.deciding import Decision, decide, decide_in_queue, recompute, rule_then
from escalations.routing.facts import CaseFacts
from escalations.routing.hurdles import against, teller
from escalations.routing.questions import Questions
from escalations.routing.ranking import points_of
from escalations.routing.roster import Candidate
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Rule, RuleSet
from escalations.routing.standing import standing_of
from escalations.routing.targets import as_it_is
from tests.routing.people import NOON, a_candidate, a_case
from tests.routing.strategies import MOMENTS, actions, candidates, cases, rosters, rule_sets, unhurried

KUBERNETES = as_it_is(rule_set().catalogue.queue("kubernetes"))


def _chosen(decision: Decision, roster: list[Candidate]) -> Candidate | None:
    return next((one for one in roster if one.person_id == decision.assignee_id), None)


def _choice(facts: CaseFacts, action: Action, roster: list[Candidate]) -> Choice:
    return choose(facts, action, KUBERNETES, roster, NOON, rule_set().assignment)


def _best(choice: Choice) -> int:
    return sum(points_of(choice.first, choice.ask)) if choice.first else -1_000


@unhurried
@given(cases, actions, rosters)
def test_what_is_told_of_one_after_the_other_is_what_their_standing_says(
    facts: CaseFacts, action: Action, roster: list[Candidate]
) -> None:
    ask = _choice(facts, action, roster).ask
    at_once = [msgspec.structs.replace(one, shifts=roster[0].shifts) for one in roster]
    for people in (roster, at_once):
        told = teller(ask)
        assert [told(one) for one in people] == [against(standing_of(one, ask), ask) for one in people]


@unhurried
@given(cases, rosters)
def test_whoever_is_chosen_may_and_can(facts: CaseFacts, roster: list[Candidate]) -> None:
    decision = decide(facts, rule_set(), roster, NOON)
    chosen = _chosen(decision, roster)
    if chosen is None:
        assert all(weighed.exclusions for weighed in decision.candidates)
        return
    end = chosen.end_of_shift(NOON)
    assert end is not None and end - NOON >= timedelta(
        minutes=rule_set().assignment.shortest_rest_of_shift.at(facts.severity)
    )
    assert facts.boundary in chosen.clearances
    assert (cleared := chosen.clearances[facts.boundary]) is None or cleared > end
    assert chosen.presence in ("available", "busy")
    assert chosen.capacity - chosen.load >= rule_set().assignment.units.at(facts.severity)
    assert chosen.role in decision.routed_to.roles and chosen.person_id not in facts.not_again
    assert all(chosen.specialties.get(skill, 0) >= level for skill, level in decision.target.require.items())


@unhurried
@given(cases, rosters, st.randoms())
def test_the_order_of_the_roster_does_not_matter(facts: CaseFacts, roster: list[Candidate], random: Random) -> None:
    shuffled = random.sample(roster, len(roster))
    assert decide(facts, rule_set(), roster, NOON) == decide(facts, rule_set(), shuffled, NOON)


@unhurried
@given(cases, rosters, actions)
def test_who_is_left_out_has_a_reason_and_who_is_in_has_none(
    facts: CaseFacts, roster: list[Candidate], action: Action
) -> None:
    """The quick look over all says the same as the slow one that tells reasons."""
    choice = _choice(facts, action, roster)
    able = {one.person_id for one in choice.able}
    for one in roster:
        assert (one.person_id in able) is (against(standing_of(one, choice.ask), choice.ask) == "")
    assert [one.person_id for one in choice.candidates] == sorted(one.person_id for one in roster)


@unhurried
@given(cases, rosters, actions, st.integers(1, 200))
def test_waiting_longer_never_keeps_anybody_out(
    facts: CaseFacts, roster: list[Candidate], action: Action, longer: int
) -> None:
    before = _choice(facts, action, roster)
    after = _choice(replace(facts, waited_minutes=facts.waited_minutes + longer), action, roster)
    assert {one.person_id for one in before.able} <= {one.person_id for one in after.able}
    assert before.relaxed == after.relaxed[: len(before.relaxed)]


@unhurried
@given(cases, rosters, actions, candidates)
def test_one_more_person_never_makes_it_worse(
    facts: CaseFacts, roster: list[Candidate], action: Action, one: Candidate
) -> None:
    newcomer = msgspec.structs.replace(one, person_id=0)
    before, after = _choice(facts, action, roster), _choice(facts, action, [*roster, newcomer])
    assert _best(after) >= _best(before)
    assert after.assignee_id in (before.assignee_id, 0)


@unhurried
@given(cases, rosters, st.integers(1, 5))
def test_more_room_for_the_chosen_keeps_them_chosen(facts: CaseFacts, roster: list[Candidate], more: int) -> None:
    before = _chosen(decide(facts, rule_set(), roster, NOON), roster)
    if before is not None:
        larger = msgspec.structs.replace(before, capacity=before.capacity + more)
        roomier = [larger if one is before else one for one in roster]
        assert decide(facts, rule_set(), roomier, NOON).assignee_id == before.person_id


@unhurried
@given(st.lists(st.none() | MOMENTS, min_size=1, max_size=6))
def test_who_waited_longest_is_first_among_equals(last: list[datetime | None]) -> None:
    roster = [a_candidate(number, last_assigned_at=at) for number, at in enumerate(last, 1)]
    choice = decide(a_case(), rule_set(), roster, NOON).choice
    never = datetime.min.replace(tzinfo=UTC)
    order = [(one.last_assigned_at or never, one.person_id) for one in roster]
    assert (choice.assignee_id, choice.tied) == (min(order)[1], len(roster) - 1)


@unhurried
@given(cases, rosters)
def test_a_decision_follows_from_its_record_alone(facts: CaseFacts, roster: list[Candidate]) -> None:
    decision = decide(facts, rule_set(), roster, NOON)
    known, record = json.loads(json.dumps(decision.stored()))
    restored, again = Decision.restored(known, record), recompute(known, record)
    assert restored == again == decision
    assert again.stored() == (known, record) or json.loads(json.dumps(again.stored())) == [known, record]
    assert (again.rule, again.queue, again.assignee_id) == (decision.rule, decision.queue, decision.assignee_id)
    assert again.reasons == restored.reasons == decision.reasons
    assert again.outcomes == decision.outcomes


@unhurried
@given(cases, rosters, rule_sets, st.integers(0, 60))
def test_so_does_the_choice_for_a_case_that_stood_in_its_queue(
    facts: CaseFacts, roster: list[Candidate], rules: RuleSet, longer: int
) -> None:
    opened = decide(facts, rules, (), NOON)
    waited = replace(facts, waited_minutes=facts.waited_minutes + longer)
    drained = decide_in_queue(opened.rule, waited, opened.queue, rules, roster, NOON)
    assert drained.rule == opened.rule and drained.queue == opened.queue
    known, record = json.loads(json.dumps(drained.stored()))
    assert recompute(known, record) == drained and recompute(known, record).reasons == drained.reasons


@unhurried
@given(cases, rosters)
def test_every_decision_has_three_sentences(facts: CaseFacts, roster: list[Candidate]) -> None:
    sentences = decide(facts, rule_set(), roster, NOON).reasons
    assert len(sentences) == 3
    assert all(sentence.endswith(".") and len(sentence) < 400 for sentence in sentences)


@unhurried
@given(cases, rule_sets)
def test_the_deciding_rule_is_the_first_that_a_plain_loop_finds(facts: CaseFacts, rules: RuleSet) -> None:
    decision = decide(facts, rules, (), NOON)
    assert decision.rule == rule_then(next(rule for rule in rules.rules if _plainly_holds(rule, facts)))
    for outcome, rule in zip(decision.outcomes, rules.rules, strict=True):
        assert outcome.holds is _plainly_holds(rule, facts)
        assert outcome.answers == tuple(condition.asked_of(facts) for condition in rule.conditions)
        assert (outcome.rule, outcome.expired) == (rule.name, rule.expires is not None and rule.expires < NOON.date())


def _plainly_holds(rule: Rule, facts: CaseFacts) -> bool:
    in_force = rule.expires is None or rule.expires >= NOON.date()
    return in_force and all(condition.asked_of(facts).holds for condition in rule.conditions)


@unhurried
@given(cases, rule_sets)
def test_all_questions_at_once_are_answered_as_one_by_one(facts: CaseFacts, rules: RuleSet) -> None:
    questions = rules.questions
    assert questions.holding(facts) == questions.asked_one_by_one(facts)
    assert len(questions.conditions) == len({one for rule in rules.rules for one in rule.conditions})


def test_a_question_that_many_ask_is_asked_once() -> None:
    asked = rule_set().rules[0].conditions
    questions = Questions.of([("a", "triage", None, asked), ("b", "triage", date(2020, 1, 1), asked)])
    assert len(questions.conditions) == len(asked) and questions.rules[0].needs == questions.rules[1].needs


@unhurried
@given(cases)
def test_facts_survive_their_record(facts: CaseFacts) -> None:
    assert CaseFacts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


def test_facts_of_the_first_release_are_read_too() -> None:
    first = {"severity": "B", "boundary": "public", "opened_at": NOON.isoformat(), "family": "storage", "text": "x"}
    facts = CaseFacts.from_json(first)
    assert (facts.cloud, facts.familiar, facts.waited_minutes, facts.evidence) == (None, (), 0, ())
