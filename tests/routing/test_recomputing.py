"""A stored decision stands on its own: later rules, people and queues do not change it, and what was changed in it shows."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from escalations.catalog import catalogue
from escalations.routing.choosing import Choice
from escalations.routing.deciding import Decision, RecordContradiction, decide, decide_in_queue, recompute, rule_then_of
from escalations.routing.facts import TextEvidence
from escalations.routing.roster import Candidate, Shift
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Relax
from tests.routing.people import NOON, a_candidate, a_case

Stored = tuple[dict[str, Any], dict[str, Any]]
ROSTER = [
    a_candidate(1, presence="away"),
    a_candidate(2, name="Ada", last_assigned_at=NOON - timedelta(hours=1)),
    a_candidate(3, load=3),
    a_candidate(4, name="Cleo", load=5, specialties={"kubernetes": 1}),
    a_candidate(5, shifts=(Shift(start=NOON + timedelta(hours=2), end=NOON + timedelta(hours=9)),)),
    a_candidate(6, clearances={"public": NOON + timedelta(hours=2)}),
]


def _through_json(stored: Stored) -> Stored:
    facts, record = json.loads(json.dumps(stored))
    return facts, record


@pytest.fixture
def stored() -> Stored:
    facts = a_case(severity="A", text="All pods fail", evidence=(TextEvidence("pods", 2.0, "kubernetes"),))
    return _through_json(decide(facts, rule_set(), ROSTER, NOON).stored())


def test_the_record_tells_what_is_needed_to_judge_it(stored: Stored) -> None:
    facts, record = stored
    assert (record["rules_hash"], record["trigger"]) == (rule_set().hash, "opened")
    assert record["rule"]["name"] == "Critical" and record["rule"]["action"]["require"] == {"family": 2}
    assert len(record["rules"]) == len(rule_set().rules) and len(record["holds"]) == len(record["conditions"])
    assert [one[1] for one in record["able"]] == ["Ada", "Person 3"]
    assert ["r1,6 k0,1", [4], ["Cleo"]] not in record["unable"] and ["k0,1 r1,6", [4], ["Cleo"]] in record["unable"]
    assert "All pods fail" not in json.dumps(record) and facts["text"] == "All pods fail"
    assert facts["evidence"] == [["pods", 2.0, "kubernetes"]]


def test_a_restored_decision_says_what_the_first_said(stored: Stored) -> None:
    made = decide(a_case(severity="A", text="All pods fail", evidence=(TextEvidence("pods", 2.0, "kubernetes"),)), rule_set(), ROSTER, NOON)  # fmt: skip
    again = Decision.restored(*stored)
    assert again == made and again.outcomes == made.outcomes and again.reasons == made.reasons
    assert again.chosen is not None and again.chosen.name == "Ada" and again.tags == ("24x7",)
    told = [(one.name, one.score, [exclusion.why for exclusion in one.exclusions]) for one in again.candidates]
    assert told == [(one.name, one.score, [exclusion.why for exclusion in one.exclusions]) for one in made.candidates]
    assert told[-1] == ("Person 6", None, ["is cleared for Public only until 2026-11-16 14:00 UTC"])


def _set(record: dict[str, Any], *path: Any, to: Any) -> None:
    for key in path[:-1]:
        record = record[key]
    record[path[-1]] = to


@pytest.mark.parametrize(
    ("path", "to", "contradiction"),
    [
        (("rule", "name"), "To the family", "names the rule 'To the family', but by its facts 'Critical' decides"),
        (("rules", 0, 2), [], "names the rule 'Critical', but by its facts 'Covered customer in a critical situation' decides"),
        (("holds",), "0" * 60, "says of a condition that it held, or that it did not"),
        (("assignee_id",), 3, "names 3 as owner, but by its people 2 comes first"),
        (("assignee_id",), None, "names None as owner, but by its people 2 comes first"),
        (("able", 0, 2), [1], "counts Ada among the able, who has Kubernetes at level 1, level 2 is asked for"),
        (("able", 0, 5), 2, "counts Ada among the able, who has 2 of 6 units free, this case weighs 3"),
        (("able", 0, 8), 20, "counts Ada among the able, who goes off shift at 2026-11-16 12:20 UTC"),
        (("able", 0, 9), 200, "counts Ada among the able, who is cleared for Public only until 2026-11-16 15:20 UTC"),
        (("able", 1, 5), 6, "names 2 as owner, but by its people 3 comes first"),
        (("able",), [], "names 2 as owner, but by its people None comes first"),
        (("unable", 1, 0), "k0,2 r3,6", "keeps Cleo from the case, and what it says against them does not"),
        (("unable", 1, 0), "", "keeps Cleo from the case"),
        (("unable", 1, 0), "u20,10", "keeps Cleo from the case"),
        (("unable", 1, 0), "e60", "keeps Cleo from the case"),
        (("tied",), 4, "says was relaxed, or tied"),
        (("relaxed",), [{"after": 10, "skill": "family", "level": 1}], "says was relaxed, or tied"),
        (("assignment", "points", "room"), 0, "names 2 as owner|says was relaxed, or tied"),
        (("assignment", "units", "A"), 4, "counts Person 3 among the able|counts Ada|keeps"),
        (("rule", "action", "queue"), "storage", "sends the case to kubernetes, its rule to storage"),
    ],
)  # fmt: skip
def test_what_was_changed_contradicts_the_rest(
    stored: Stored, path: tuple[Any, ...], to: Any, contradiction: str
) -> None:
    facts, record = stored
    recompute(facts, record)
    _set(record, *path, to=to)
    with pytest.raises(RecordContradiction, match=contradiction):
        recompute(facts, record)


@pytest.mark.parametrize(("fact", "to"), [("severity", "C"), ("cover", True), ("text", "under attack by a botnet")])
def test_a_changed_fact_contradicts_the_rule(stored: Stored, fact: str, to: Any) -> None:
    facts, record = stored
    facts[fact] = to
    with pytest.raises(RecordContradiction, match="names the rule 'Critical', but by its facts"):
        recompute(facts, record)


def test_what_a_record_cannot_mean_is_no_record(stored: Stored) -> None:
    facts, record = stored
    with pytest.raises(msgspec.ValidationError):
        recompute(facts, {**record, "able": "nobody"})
    with pytest.raises(ValueError, match="'x1' is no reason against anybody"):
        recompute(facts, {**record, "unable": [["x1", [9], ["Eve"]]]})


def test_later_numbers_do_not_change_what_was_decided(stored: Stored) -> None:
    """The record carries the numbers that it rested on."""
    facts, record = stored
    units = rule_set().assignment.units
    assert record["assignment"]["units"] == {"A": units.A, "B": units.B, "C": units.C}
    record["assignment"]["acknowledge_within"]["A"] = 999
    assert recompute(facts, record).assignment.acknowledge_within.A == 999


def test_a_set_without_a_last_word_is_a_contradiction() -> None:
    rules = rule_set()
    with pytest.raises(RecordContradiction, match="No rule holds"):
        decide(a_case(severity="C"), replace(rules, rules=rules.rules[:1]), (), NOON)


def test_a_decision_about_a_case_in_a_queue_is_made_again_too(stored: Stored) -> None:
    rule = rule_then_of(stored[1])
    action = msgspec.structs.replace(rule.action, relax=(Relax(after=10, skill="family", level=1),))
    waiting = a_case(severity="A", waited_minutes=12, not_again=(2,))
    roster = [a_candidate(2, name="Ada"), a_candidate(4, name="Cleo", specialties={"kubernetes": 1})]
    drained = decide_in_queue(
        msgspec.structs.replace(rule, action=action), waiting, "kubernetes", rule_set(), roster, NOON
    )
    assert (drained.trigger, drained.assignee_id, drained.outcomes) == ("drained", 4, ())
    facts, record = _through_json(drained.stored())
    assert recompute(facts, record) == drained and recompute(facts, record).reasons == drained.reasons
    assert record["relaxed"] == [{"after": 10, "skill": "family", "level": 1}]
    with pytest.raises(RecordContradiction, match="counts Cleo among the able"):
        recompute({**facts, "waited_minutes": 9}, record)


def test_a_record_of_the_first_release_still_stands() -> None:
    first = json.loads((Path(__file__).parent / "first_record.json").read_text())
    decision = recompute(first["facts"], first)
    assert (decision.rule.name, decision.queue, decision.assignee_id) == ("Critical", first["queue"], 2)
    assert [outcome.rule for outcome in decision.outcomes if outcome.holds] == [
        outcome["rule"] for outcome in first["outcomes"] if outcome["holds"]
    ]
    for now, then in zip(decision.candidates, first["candidates"], strict=True):
        assert now.name == then["candidate"]["name"] and bool(now.exclusions) is bool(then["exclusions"])
        assert {name: points for name, points in now.points.items() if points} == {name: points for name, points in then["points"].items() if points}  # fmt: skip
    assert decision == Decision.restored({}, first)
    first["candidates"][1]["candidate"]["presence"] = "offline"
    with pytest.raises(RecordContradiction, match="names 2 as owner, but by its people 1 comes first"):
        recompute(first["facts"], first)


def test_a_record_is_short() -> None:
    """440 people with names, most of whom cannot: less than a tenth of what it would be with everybody whole."""
    roster = [_somebody(number) for number in range(1, 441)]
    facts, record = decide(a_case(severity="B", text="x" * 4000), rule_set(), roster, NOON).stored()
    assert len(msgspec.json.encode(record)) < 16_000
    assert recompute(facts, record).candidates[-1].person_id == 440


def _somebody(number: int) -> Candidate:
    families = list(catalogue().families)
    starts = NOON - timedelta(hours=4) + timedelta(hours=8 * (number % 3))
    return a_candidate(
        number, name=f"Maximilian {number}", presence=("available", "busy", "away", "available")[number % 4], load=number % 7,
        specialties={families[number % 10]: 1 + number % 5, families[number * 7 % 10]: 2}, shifts=(Shift(start=starts, end=starts + timedelta(hours=8)),),
    )  # fmt: skip


def test_a_choice_is_told_only_when_it_is_asked_for() -> None:
    asked: list[int] = []

    def tell() -> tuple[()]:
        asked.append(1)
        return ()

    choice = decide(a_case(), rule_set(), [a_candidate()], NOON).choice
    lazy = Choice(ask=choice.ask, able=choice.able, tell_unable=tell)
    assert lazy.assignee_id == 1 and not asked
    assert len(lazy.candidates) == 1 and asked
