"""What would have sent it elsewhere: whatever is said is true when one decides again, and nothing smaller was left out."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from escalations.catalog.loading import catalogue
from escalations.routing.choosing import choose
from escalations.routing.conditions import Condition
from escalations.routing.counterfactuals import Elsewhere, elsewhere
from escalations.routing.deciding import Decision, decide
from escalations.routing.facts import CaseFacts
from escalations.routing.instead_of import Instead
from escalations.routing.other_people import instead, runner_up
from escalations.routing.patience import coming, patience
from escalations.routing.roster import Candidate, Shift
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Relax, Rule, RuleSet
from escalations.routing.supposing import changes_of
from tests.routing.people import NOON, a_candidate, a_case
from tests.routing.strategies import cases, rosters

unhurried = settings(deadline=None, max_examples=60)
"""Each example decides a hundred times."""
QUEUES = st.sampled_from(["family", "triage", "storage", "rapid_response"])
WISHES: dict[str, st.SearchStrategy[str]] = {
    "family": st.sampled_from(["storage", "kubernetes", "other"]),
    "product": st.sampled_from(["redis", "front_door", "sql_database"]),
    "severity": st.sampled_from("ABC"),
    "plan": st.sampled_from(list(catalogue().plans)),
    "boundary": st.sampled_from(list(catalogue().boundaries)),
    "region": st.sampled_from(list(catalogue().regions)),
    "language": st.sampled_from(["en", "de", "ja"]),
    "cover": st.sampled_from(["yes", "no"]),
    "family_sure": st.sampled_from(["yes", "no"]),
    "error_code": st.sampled_from(["AADSTS50011", "Alloc*", "HTTP 502", "exit ?0"]),
    "text": st.sampled_from(["under attack", "data loss", "sign in", "attack"]),
    "hours_running": st.sampled_from(["4", "24", "72"]),
    "time": st.sampled_from(["mon-fri 08:00-17:00", "sat-sun", "22:00-06:00"]),
}
CONDITIONS = st.sampled_from(list(WISHES)).flatmap(
    lambda fact: st.builds(
        Condition,
        fact=st.just(fact),
        unless=st.booleans(),
        wanted=st.lists(WISHES[fact], min_size=1, max_size=1 if fact == "hours_running" else 2, unique=True).map(tuple),
    )
)


@st.composite
def rule_sets(draw: st.DrawFn, least: int = 0) -> RuleSet:
    """A few rules of few conditions each, so that one or two facts often make the difference."""
    asked = draw(
        st.lists(st.tuples(st.lists(CONDITIONS, min_size=least, max_size=3), QUEUES, st.booleans()), max_size=6)
    )
    rules = [_rule(number, conditions, queue, expired) for number, (conditions, queue, expired) in enumerate(asked)]
    return replace(rule_set(), rules=(*rules, _rule(len(rules), [], draw(QUEUES), False)))


def _rule(number: int, conditions: list[Condition], queue: str, expired: bool) -> Rule:
    expires = date(2020, 1, 1) if expired else None
    return Rule(
        name=f"rule {number}", owner="us", reason="To try.", place="a:1", conditions=tuple(conditions), expires=expires, action=Action(queue=queue)
    )  # fmt: skip


def _again(there: Elsewhere, was: Decision, rules: RuleSet) -> Decision:
    return decide(there.applied_to(was.facts), rules, (), was.at)


@unhurried
@given(cases, rule_sets())
def test_what_is_said_of_a_queue_is_true(facts: CaseFacts, rules: RuleSet) -> None:
    decision = decide(facts, rules, (), NOON)
    for there in elsewhere(decision, catalogue()):
        again = _again(there, decision, rules)
        assert (again.queue, again.rule.name) == (there.queue, there.rule)
        assert there.queue != decision.queue


@unhurried
@given(cases)
def test_the_shipped_rules_are_told_truly(facts: CaseFacts) -> None:
    decision = decide(facts, rule_set(), (), NOON)
    for there in elsewhere(decision, catalogue()):
        assert _again(there, decision, rule_set()).queue == there.queue != decision.queue


@unhurried
@given(cases, rule_sets(least=1))
def test_no_single_change_is_left_out_and_two_are_offered_only_where_none_is_enough(
    facts: CaseFacts, rules: RuleSet
) -> None:
    decision = decide(facts, rules, (), NOON)
    told = elsewhere(decision, catalogue())
    supposed = changes_of(facts, decision.questions.conditions, catalogue())
    moving = {
        (change.fact, change.value)
        for change in supposed
        if decide(replace(facts, **change.fields), rules, (), NOON).queue != decision.queue
    }
    singles = {(one.changes[0].fact, one.changes[0].value) for one in told if len(one.changes) == 1}
    assert singles == moving
    assert not (moving and any(len(one.changes) == 2 for one in told))


@unhurried
@given(cases, rule_sets())
def test_the_stored_decision_tells_the_same(facts: CaseFacts, rules: RuleSet) -> None:
    decision = decide(facts, rules, (), NOON)
    assert elsewhere(Decision.restored(*decision.stored()), catalogue()) == elsewhere(decision, catalogue())


def test_two_facts_where_one_is_not_enough() -> None:
    both = [Condition(fact="severity", wanted=("A",)), Condition(fact="cover", wanted=("yes",))]
    rules = replace(rule_set(), rules=(_rule(0, both, "rapid_response", False), _rule(1, [], "storage", False)))
    [there] = elsewhere(decide(a_case(), rules, (), NOON), catalogue())
    assert there.in_words == (
        "If it were severity A and the customer had rapid-response cover: to the Rapid response queue, by the rule “rule 0”."
    )


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ([Condition(fact="severity", wanted=("A",))], "it were severity A"),
        ([Condition(fact="product", wanted=("redis",))], "the product were Cache for Redis"),
        ([Condition(fact="region", wanted=("usgovvirginia",))], "the region were US Gov Virginia"),
        ([Condition(fact="text", wanted=("under attack",))], "the text said “under attack”"),
        ([Condition(fact="text", wanted=("share",), unless=True)], "the text did not say “share”"),
        ([Condition(fact="error_code", wanted=("KeyVault*",))], "it named the error code “KeyVault”"),
        ([Condition(fact="hours_running", wanted=("24",))], "the problem had run for 24 hours"),
        ([Condition(fact="time", wanted=("sat-sun",))], "it had been opened at Sat 00:00 UTC"),
        ([Condition(fact="language", wanted=("de",))], "the customer wrote in German"),
        ([Condition(fact="family_sure", wanted=("no",))], "the technology were not clear yet"),
        ([Condition(fact="boundary", wanted=("usgov",))], "it were in US Government"),
        ([Condition(fact="plan", wanted=("unified",))], "the plan were Unified"),
    ],
)
def test_each_change_has_its_words(conditions: list[Condition], words: str) -> None:
    rules = replace(rule_set(), rules=(_rule(0, conditions, "storage", False), _rule(1, [], "triage", False)))
    told = [
        there.changes[0].in_words for there in elsewhere(decide(a_case(text="the share"), rules, (), NOON), catalogue())
    ]
    assert told[0] == words


def _told(*roster: Candidate, **facts: Any) -> list[str]:
    return [one.in_words for one in instead(decide(a_case(**facts), rule_set(), roster, NOON))]


def test_a_little_more_room_would_have_done() -> None:
    ben = a_candidate(2, name="Ben", load=2)
    assert _told(a_candidate(1, load=1), ben) == ["If Ben had 2 more units free, Ben would take it."]
    assert runner_up(decide(a_case(), rule_set(), [a_candidate(1, load=1), ben], NOON)) == "Ben"


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ({"load": 5}, "had 1 more unit free"),
        ({"presence": "away"}, "were not away"),
        ({"specialties": {}}, "had Kubernetes at level 1"),
        ({"clearances": {}}, "were cleared for Public"),
        ({"role": "auditor"}, "worked the Kubernetes queue"),
    ],
)
def test_where_nobody_could_the_one_thing_that_lacked_is_told(lacks: dict[str, Any], words: str) -> None:
    two_things = a_candidate(2, presence="away", load=6)
    assert _told(a_candidate(1, name="Ben", **lacks), two_things) == [f"If Ben {words}, Ben would take it."]


def _as_supposed(one: Candidate, change: Instead, decision: Decision) -> Candidate:
    """The same person with what was said of them."""
    ask, had = decision.choice.ask, change.had
    if "free" in had:
        units = int(had.split()[1])
        return structs.replace(one, load=one.load - units if one.load <= one.capacity else one.capacity - units)
    if "not" in had:
        return structs.replace(one, presence="available")
    if had.startswith("spoke"):
        return structs.replace(one, languages=(*one.languages, ask.target.language))
    if "level" in had:
        levels = {
            skill: level
            for skill in ask.skills
            for level in range(6)
            if f"{catalogue().families[skill].name} at level {level}" in had
        }
        return structs.replace(one, specialties={**one.specialties, **levels})
    if "cleared" in had:
        return structs.replace(one, clearances={**one.clearances, ask.facts.boundary: None})
    return structs.replace(one, role=ask.target.queue.roles[0])


@unhurried
@given(cases, rosters)
def test_what_is_said_of_a_person_is_true(facts: CaseFacts, roster: list[Candidate]) -> None:
    decision = decide(facts, rule_set(), roster, NOON)
    for change in instead(Decision.restored(*decision.stored())):
        then = [_as_supposed(one, change, decision) if one.person_id == change.person_id else one for one in roster]
        assert decide(facts, rule_set(), then, NOON).assignee_id == change.person_id


@unhurried
@given(rosters, st.integers(0, 40))
def test_what_is_said_of_waiting_is_true(roster: list[Candidate], waited: int) -> None:
    relax = (Relax(after=15, skill="kubernetes", level=2), Relax(after=30, skill="kubernetes", level=0))
    rule = replace(
        _rule(0, [], "kubernetes", False), action=Action(queue="kubernetes", require={"kubernetes": 5}, relax=relax)
    )
    rules = replace(rule_set(), rules=(rule,))
    decision = decide(a_case(waited_minutes=waited), rules, roster, NOON)
    told = patience(decision)
    if told is None:
        later = [
            decide(a_case(waited_minutes=minutes), rules, roster, NOON).assignee_id
            for minutes in (15, 30)
            if minutes > waited
        ]
        assert decision.assignee_id is not None or not any(later)
        return
    after = decide(a_case(waited_minutes=waited + told.minutes), rules, roster, NOON)
    assert decision.assignee_id is None and after.chosen is not None and after.chosen.name in told.names
    assert decide(a_case(waited_minutes=waited + told.minutes - 1), rules, roster, NOON).assignee_id is None


def test_waiting_is_told_in_words() -> None:
    action = Action(queue="identity", require={"identity": 4}, relax=(Relax(after=20, skill="identity", level=2),))
    rules = replace(rule_set(), rules=(replace(_rule(0, [], "identity", False), action=action),))
    told = patience(decide(a_case(), rules, [a_candidate(1, name="Ben"), a_candidate(2, name="Mei")], NOON))
    assert told is not None
    assert (
        told.in_words
        == "If it had waited 20 more minutes, Identity at level 2 would be enough, and Ben and Mei could take it."
    )


def test_who_comes_next_is_told_without_a_promise() -> None:
    tonight = (Shift(start=NOON + timedelta(hours=6), end=NOON + timedelta(hours=14)),)
    roster = [a_candidate(1, name="Late", shifts=tonight), a_candidate(2, name="Never", shifts=())]
    decision = decide(a_case(), rule_set(), roster, NOON)
    assert instead(decision) == ()
    assert [one.name for one in coming(decision.choice)] == ["Late"]
    assert choose(decision.facts, decision.rule.action, decision.routed_to, [], NOON, decision.assignment).first is None
