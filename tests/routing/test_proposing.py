"""A draft is a rule that can stand: it loads, its example is right, the case would have gone where it ended, and nobody is named in it."""

import re
import tomllib
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from escalations.catalog import catalogue
from escalations.catalog.words import stems_of
from escalations.platform.resources import resource_dir
from escalations.routing.backtesting import Change, changed_rules
from escalations.routing.examples import try_examples
from escalations.routing.facts import CaseFacts
from escalations.routing.linting import lint
from escalations.routing.matching import Matcher
from escalations.routing.proposing import propose_rule
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import RuleSet
from tests.routing.people import NOON, a_case
from tests.routing.strategies import cases, unhurried

STORY = "Tunnel drops at Zebrafjord GmbH; the managed disk of the appliance on zebra-host-17 answers with detach errors for the disk snapshot."
TUNNEL = a_case(
    family="networking", product="vpn_gateway", text=STORY, error_codes=("zebrafjord is down", "DiskNotFoundError")
)
CAPACITY = a_case(
    text=" ", severity="B", family=None, family_sure=False, product=None, plan=None, error_codes=("AllocationFailed",)
)
QUEUES = st.sampled_from(list(catalogue().queues))
TOLD_BY = st.sampled_from(["product", "error_code", "resource", "text", "finding"])
WORDS = st.lists(
    st.sampled_from(["Zebrafjord", "disk snapshots", "the managed disk", "data loss", "under attack", "pods", "private dns zones", '"', "\\", "\n"]), max_size=6
).map(" ".join)  # fmt: skip

BEFORE = {(one.kind, one.rule) for one in lint(rule_set(), NOON) if one.grade == "error"}


def with_draft(facts: CaseFacts, draft: str) -> RuleSet:
    decided = Matcher(rule_set()).rule_for(facts, facts.opened_at)
    return changed_rules(Change.before(decided, draft), resource_dir("routing_rules"), catalogue())


def proposed(facts: CaseFacts, told_by: str, words: str, to_queue: str = "storage") -> dict[str, object]:
    (rule,) = tomllib.loads(propose_rule(facts, "networking", to_queue, told_by, words, rule_set()))["rule"]
    return dict(rule)


@pytest.mark.parametrize(
    ("told_by", "words", "when"),
    [
        ("error_code", "DiskNotFoundError is ours", {"error_code": "DiskNotFoundError"}),
        ("text", "They speak of a disk snapshot of Zebrafjord", {"text": "disk snapshot"}),
        ("product", "It is about disk snapshots", {"text": "disk snapshots"}),
        ("finding", "We saw it in the trace", {"error_code": "DiskNotFoundError"}),
    ],
)
def test_what_told_people_is_what_the_draft_asks(told_by: str, words: str, when: dict[str, str]) -> None:
    assert proposed(TUNNEL, told_by, words)["when"] == when


def test_a_product_tells_when_it_belongs_to_the_team_that_has_the_case_now() -> None:
    theirs = replace(TUNNEL, product="managed_disks")
    assert proposed(theirs, "product", "")["when"] == {"product": "managed_disks"}
    another_teams = replace(TUNNEL, product="expressroute", error_codes=())
    assert proposed(another_teams, "product", "")["when"] == {"product": "expressroute"}


def test_what_would_take_the_example_of_another_rule_is_narrowed() -> None:
    """“VPN gateway tunnel drops every hour” stands in the rules as a case for networking."""
    when = proposed(replace(TUNNEL, error_codes=()), "product", "")["when"]
    assert isinstance(when, dict) and when["product"] == "vpn_gateway" and when["plan"] == "standard"


def test_the_draft_is_the_rule_that_decided_with_one_condition_more() -> None:
    facts = replace(TUNNEL, boundary="germany", severity="A")
    rule = proposed(facts, "error_code", "")
    assert rule["when"] == {"boundary": "germany", "severity": "A", "error_code": "DiskNotFoundError"}
    then = rule["then"]
    assert isinstance(then, dict) and (then["queue"], then["language"], then["require"]) == (
        "storage",
        "de",
        {"storage": 2},
    )


def test_a_queue_without_a_family_of_its_own_asks_for_none() -> None:
    then = proposed(TUNNEL, "error_code", "", to_queue="triage")["then"]
    assert isinstance(then, dict) and not then.get("require")


def test_when_nothing_tells_it_apart_as_few_cases_as_possible_move() -> None:
    facts = a_case(family="networking", text="Nothing works", plan="premier", region=None)
    rule = proposed(facts, "finding", "It was a disk in the end")
    assert rule["name"] == "Storage, not Networking: not told apart yet"
    assert rule["when"] == {
        "plan": "premier",
        "severity": "B",
        "family": "networking",
        "boundary": "public",
        "language": "en",
        "cover": False,
    }


def test_a_name_is_not_taken_twice() -> None:
    draft = propose_rule(TUNNEL, "networking", "storage", "error_code", "", rule_set())
    elsewhere = replace(TUNNEL, severity="A")
    again = propose_rule(elsewhere, "networking", "storage", "error_code", "", with_draft(TUNNEL, draft))
    assert tomllib.loads(again)["rule"][0]["name"] == "Storage, not Networking: DiskNotFoundError (2)"


@settings(unhurried, max_examples=40)
@given(cases, QUEUES, QUEUES, TOLD_BY, WORDS, st.booleans())
def test_any_draft_can_stand_and_sends_the_case_where_it_ended(
    facts: CaseFacts, from_queue: str, to_queue: str, told_by: str, words: str, says_it: bool
) -> None:
    facts = replace(
        facts,
        text=f"{facts.text} {words if says_it else ''} of Zebrafjord",
        error_codes=(*facts.error_codes, "zebrafjord 17"),
    )
    draft = propose_rule(facts, from_queue, to_queue, told_by, words, rule_set())
    rules = with_draft(facts, draft)
    (new,) = {rule.name for rule in rules.rules} - {rule.name for rule in rule_set().rules}
    decided = Matcher(rules).rule_for(facts, facts.opened_at)
    assert (decided.name, decided.action.queue) == (new, to_queue)
    wrong = [result.rule.name for result in try_examples(rules, NOON) if not result.is_right]
    assert new not in wrong and (not wrong or "not told apart yet" in new)
    assert "zebra" not in draft.lower()
    assert all(stem not in {"zebrafjord", "host"} for stem in stems_of(draft))


def test_the_words_of_the_customer_are_not_taken_over() -> None:
    for told_by in ("product", "error_code", "resource", "text", "finding"):
        draft = propose_rule(TUNNEL, "networking", "storage", told_by, STORY, rule_set())
        assert not re.search("zebra|gmbh|host|17", draft, re.IGNORECASE)


@settings(unhurried, max_examples=8)
@given(cases, QUEUES, TOLD_BY, WORDS)
@example(CAPACITY, "web_apps", "product", "")
def test_lint_finds_no_fault_that_was_not_there(facts: CaseFacts, to_queue: str, told_by: str, words: str) -> None:
    """But of a case of which nothing is known: what would move it moves the example of such cases, too. And the example of the rule that
    decided the case says where such a case goes: whoever takes the draft over is told that the two contradict each other."""
    facts = replace(facts, text=f"{facts.text} {words}", region=None)
    decided = Matcher(rule_set()).rule_for(facts, facts.opened_at).name
    rules = with_draft(facts, propose_rule(facts, "other", to_queue, told_by, words, rule_set()))
    faults = {(one.kind, one.rule) for one in lint(rules, NOON) if one.grade == "error"} - BEFORE
    is_told_apart = not any("not told apart yet" in rule.name for rule in rules.rules)
    assert all(kind == "example" and (rule == decided or not is_told_apart) for kind, rule in faults)
