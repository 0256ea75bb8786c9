"""A stored decision stands on its own: later rules, people and queues do not change it."""

from dataclasses import replace
from typing import Any

import pytest

from escalations.routing.deciding import RecordContradiction, decide, recompute
from escalations.routing.rule_files import rule_set
from tests.routing.people import NOON, a_candidate, a_case


@pytest.fixture
def record() -> dict[str, Any]:
    roster = [a_candidate(1, presence="away"), a_candidate(2), a_candidate(3, load=4)]
    return decide(a_case(severity="A", text="All pods fail"), rule_set(), roster, NOON).to_json()


def test_the_record_tells_what_is_needed_to_judge_it(record: dict[str, Any]) -> None:
    assert record["rules_hash"] == rule_set().hash
    assert record["rule"]["name"] == "Critical"
    assert record["rule"]["action"]["level"] == 2
    assert record["queue"] == "kubernetes"
    assert len(record["reasons"]) == 3
    assert [one["candidate"]["person_id"] for one in record["candidates"]] == [1, 2, 3]


def test_a_changed_candidate_changes_the_outcome(record: dict[str, Any]) -> None:
    record["candidates"][1]["candidate"]["presence"] = "offline"
    assert recompute(record).assignee_id is None


def test_a_changed_fact_contradicts_the_rule(record: dict[str, Any]) -> None:
    record["facts"]["severity"] = "C"
    with pytest.raises(
        RecordContradiction, match="names the rule 'Critical', but by its facts 'To the family' decides"
    ):
        recompute(record)


def test_a_set_without_a_last_word_is_a_contradiction() -> None:
    rules = rule_set()
    with pytest.raises(RecordContradiction, match="No rule holds"):
        decide(a_case(severity="C"), replace(rules, rules=rules.rules[:1]), (), NOON)
