"""What the rules met: cases they never decided, people who are not there."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from escalations.routing.conditions import Condition
from escalations.routing.linting import Complaint, Layout, Practice, lint, skilled
from escalations.routing.linting.needless import needless
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Relax, Rule, RuleSet
from tests.routing.people import a_candidate

AT = datetime(2026, 11, 16, 12, tzinfo=UTC)
EVERYBODY = [a_candidate(1), a_candidate(2, role="duty_lead"), a_candidate(3, role="rapid_response")]


def the_rules(*rules: Rule) -> RuleSet:
    return replace(rule_set(), rules=(*rules, a_rule("Last", Action(queue="family"))))


def a_rule(name: str, action: Action, **asked: str) -> Rule:
    conditions = tuple(Condition(fact=fact, wanted=(value,)) for fact, value in asked.items())
    return Rule(
        name=name, owner="leads", reason="To try.", place="rules/x.toml:1", action=action, conditions=conditions
    )


def met(rules: RuleSet, *people: Any, **hits: int) -> list[Complaint]:
    practice = Practice(hits=hits, days=90, staff=skilled(people or EVERYBODY))
    kinds = ("unstaffed", "unworked", "never_hit")
    return [one for one in lint(rules, AT, practice) if one.kind in kinds]


def test_a_rule_that_decided_nothing_is_noted() -> None:
    rules = the_rules(
        a_rule("Used", Action(queue="storage"), plan="unified"), a_rule("Idle", Action(queue="storage"), plan="premier")
    )
    (complaint,) = met(rules, Used=3)
    assert (complaint.kind, complaint.grade, complaint.rule) == ("never_hit", "note", "Idle")
    assert "last 90 days" in complaint.says and "leads" in complaint.remedy
    assert met(rules) == [], "where no case was opened there is nothing to say"
    assert met(rules, Used=1, Idle=1) == [], "the last rule need not decide anything"


def test_a_rule_that_cannot_decide_is_not_noted_for_it() -> None:
    first = a_rule("First", Action(queue="storage"), plan="unified")
    assert met(the_rules(first, replace(first, name="Second")), First=2) == []


def test_a_skill_that_nobody_has_at_that_level() -> None:
    rules = the_rules(a_rule("Hard", Action(queue="storage", require={"identity": 4}), severity="A"))
    (complaint,) = met(rules)
    assert (complaint.kind, complaint.grade, complaint.rule) == ("unstaffed", "warning", "Hard")
    assert "Identity at level 4" in complaint.says and "Germany" in complaint.says
    one_is_enough = a_candidate(4, specialties={"identity": 5}, clearances={"public": None, "germany": None})
    (complaint,) = met(rules, *EVERYBODY, one_is_enough)
    assert "Germany" not in complaint.says and "France" in complaint.says


def test_the_right_person_must_work_the_queue() -> None:
    rules = the_rules(a_rule("Hard", Action(queue="storage", require={"identity": 4}), severity="A", boundary="public"))
    elsewhere = a_candidate(4, role="rapid_response", specialties={"identity": 5})
    assert [one.kind for one in met(rules, *EVERYBODY, elsewhere)] == ["unstaffed"]
    assert met(rules, *EVERYBODY, a_candidate(4, specialties={"identity": 5})) == []


def test_a_demand_that_gives_way_in_time_is_a_note() -> None:
    relaxed = Action(queue="storage", require={"identity": 4}, relax=(Relax(after=20, skill="identity", level=2),))
    (complaint,) = met(the_rules(a_rule("Hard", relaxed, severity="A")))
    assert complaint.grade == "note" and "until it asks for less" in complaint.says


def test_only_cases_that_the_rule_decides_count() -> None:
    """All sovereign boundaries are decided before, so that nobody there need have the skill."""
    abroad = a_rule("Abroad", Action(queue="storage"))
    abroad = replace(abroad, conditions=(Condition(fact="boundary", wanted=("public",), unless=True),))
    rules = the_rules(abroad, a_rule("Hard", Action(queue="storage", require={"identity": 4}), severity="A"))
    at_home = a_candidate(4, specialties={"identity": 4}, clearances={"public": None})
    assert met(rules, *EVERYBODY, at_home) == []


def test_the_skill_of_the_case_is_that_of_each_family() -> None:
    rules = the_rules(a_rule("Own", Action(queue="family", require={"family": 3}), severity="A", boundary="public"))
    few = a_candidate(1, specialties={"storage": 3, "identity": 2})
    (complaint,) = (one for one in met(rules, few) if one.kind == "unstaffed")
    assert "Identity at level 3" in complaint.says and "Storage" not in complaint.says


def test_a_queue_that_nobody_works_is_told_once() -> None:
    rules = the_rules(
        a_rule("To the leads", Action(queue="rapid_response"), severity="A", boundary="public"),
        a_rule("To them too", Action(queue="rapid_response"), severity="B", boundary="public"),
    )
    (complaint,) = met(rules, *EVERYBODY[:2])
    assert (complaint.kind, complaint.grade, complaint.rule) == ("unworked", "warning", "To the leads")
    assert "Rapid response" in complaint.says and "Public" in complaint.says
    assert met(rules) == []


def test_preferring_what_is_required_is_needless_unless_that_gives_way() -> None:
    same = Action(queue="storage", require={"storage": 2}, prefer={"storage": 2})
    gives_way = Action(
        queue="storage",
        require={"storage": 2},
        prefer={"storage": 2},
        relax=(Relax(after=5, skill="storage", level=0),),
    )
    assert [one.rule for one in needless(Layout(the_rules(a_rule("Same", same, severity="A")), AT))] == ["Same"]
    assert [*needless(Layout(the_rules(a_rule("Way", gives_way, severity="A")), AT))] == []
