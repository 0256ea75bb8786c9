"""Past decisions under other rules: what is counted, and what a changed file means before it is one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.catalog import catalogue
from escalations.catalog.toml_files import CatalogueError
from escalations.platform.resources import resource_dir
from escalations.routing.backtesting import (
    GROUPS,
    Backtest,
    Change,
    Count,
    PastDecision,
    changed_rules,
    contradiction,
    contradiction_by_itself,
    in_words,
    rule_file_names,
)
from escalations.routing.deciding import decide
from escalations.routing.facts import CaseFacts
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Rule, RuleSet
from tests.routing.people import NOON, a_candidate, a_case
from tests.routing.strategies import cases, unhurried

RULES = resource_dir("routing_rules")
STORAGE_FIRST = """[[rule]]
name = "Premier storage to networking"
owner = "leads"
reason = "To try it."
when = { plan = "premier", family = "storage" }
then = { queue = "networking" }
[[rule.examples]]
plan = "premier"
family = "storage"
queue = "networking"
"""


def past(facts: CaseFacts, solved_in: str | None = None, number: int = 1, rules: RuleSet | None = None) -> PastDecision:
    """As the rules in force decided it."""
    decision = decide(facts, rules or rule_set(), (), NOON)
    return PastDecision(
        number, number, NOON, decision.rules_hash, decision.rule.name, decision.queue, None, solved_in, facts
    )


def before_the_last(text: str) -> Change:
    return Change.before(rule_set().rules[-1], text)


def tried(change: Change) -> RuleSet:
    return changed_rules(change, RULES, catalogue())


def test_a_move_is_right_or_wrong_by_where_the_case_was_solved() -> None:
    backtest = Backtest(tried(Change.before(rule_set().rules[0], STORAGE_FIRST)))
    moving = a_case(family="storage", plan="premier", severity="A")
    told = [
        past(moving, "networking"), past(moving, "storage"), past(moving, "identity"), past(moving),
        past(a_case(family="storage"), "networking"), past(a_case(family="identity"), "identity"),
    ]  # fmt: skip
    moves = [move for one in told if (move := backtest.replay(one))]
    assert [(move.past.queue, move.after, move.rule) for move in moves] == [
        ("storage", "networking", "Premier storage to networking")
    ] * 4
    assert backtest.total == Count(
        cases=6, moved=4, solved=5, wrong_before=3, wrong_after=3, newly_right=1, newly_wrong=1
    )
    assert backtest.moves() == [("storage", "networking", Count(4, 4, 3, 2, 2, 1, 1))]
    assert backtest.counted_by(GROUPS["severity"])["A"].moved == 4
    assert backtest.counted_by(GROUPS["tier"])["premier"].cases == 4
    assert backtest.hits()["Premier storage to networking"] == 4
    assert list(backtest.hits()) == [rule.name for rule in backtest.rule_set.rules]


def test_in_three_sentences() -> None:
    backtest = Backtest(tried(Change.before(rule_set().rules[0], STORAGE_FIRST)))
    moving = a_case(family="storage", plan="premier", severity="A")
    assert in_words(backtest)[0] == "None of 0 cases would move."
    backtest.replay(past(moving))
    assert in_words(backtest)[0] == "1 of 1 case would move, 1 of them of severity A."
    assert in_words(backtest)[1] == "None of them is closed yet, so nobody knows which team solves them."
    for _ in range(2):
        backtest.replay(past(moving, "networking"))
    backtest.replay(past(moving, "storage"))
    assert in_words(backtest) == [
        "4 of 4 cases would move, 4 of them of severity A.",
        "Of 3 that are closed, 2 more would have gone straight to the team that solved them; 1 that did would not.",
        "Wrongly routed: 1 instead of 2, 1 fewer.",
    ]


@unhurried
@given(st.lists(st.tuples(cases, st.none() | st.sampled_from(list(catalogue().queues))), max_size=20))
def test_every_table_adds_up_to_the_whole(told: list[tuple[CaseFacts, str | None]]) -> None:
    backtest = Backtest(tried(Change.before(rule_set().rules[0], STORAGE_FIRST)))
    moves = [move for facts, solved_in in told if (move := backtest.replay(past(facts, solved_in)))]
    total = backtest.total
    assert (total.cases, total.moved) == (len(told), len(moves))
    assert total.wrong_after - total.wrong_before == total.newly_wrong - total.newly_right
    for group in GROUPS.values():
        assert sum(backtest.counted_by(group).values(), Count()) == total
    assert sum(count.cases for _, _, count in backtest.moves()) == total.moved
    assert sum(backtest.hits().values()) == total.cases


@unhurried
@given(cases)
def test_the_rules_in_force_move_nothing(facts: CaseFacts) -> None:
    backtest = Backtest(rule_set())
    told = past(facts)
    assert backtest.replay(told) is None and contradiction(told, backtest) is None


def test_what_does_not_come_out_again_is_said() -> None:
    backtest = Backtest(rule_set())
    told = past(a_case(severity="A"))
    assert contradiction(told._replace(queue="storage"), backtest) == (
        "It says storage by “Critical”, but the same rules now say kubernetes by “Critical”."
    )
    assert "by “To the family”" in str(contradiction(told._replace(rule="To the family"), backtest))


def test_a_row_is_held_against_itself() -> None:
    decision = decide(a_case(severity="A"), rule_set(), [a_candidate(7)], NOON)
    told = past(decision.facts)._replace(assignee_id=7)
    facts, record = decision.stored()
    assert contradiction_by_itself(told, facts, record) is None
    assert contradiction_by_itself(told._replace(assignee_id=None), facts, record) == (
        "It says kubernetes by “Critical” to nobody, but by its own record it is kubernetes by “Critical” to P-7."
    )
    wrong = contradiction_by_itself(told, {**facts, "severity": "C"}, record)
    assert wrong is not None and wrong.startswith("It cannot be decided again from its row: ")
    assert str(contradiction_by_itself(told, facts, {})).startswith("It cannot be decided again from its row: ")


def test_a_rule_file_is_replaced() -> None:
    names = rule_file_names(RULES)
    last = (RULES / "rules" / names[-1]).read_text("utf-8")
    rules = tried(Change(STORAGE_FIRST + last, names[-1]))
    assert [rule.name for rule in rules.rules][-2:] == ["Premier storage to networking", rule_set().rules[-1].name]
    assert len(rules.rules) == len(rule_set().rules) + 1 and rules.hash != rule_set().hash


@pytest.mark.parametrize("rule", rule_set().rules[::6], ids=lambda rule: rule.name)
def test_a_rule_is_put_before_any_other(rule: Rule) -> None:
    names = [one.name for one in tried(Change.before(rule, STORAGE_FIRST)).rules]
    assert names.index("Premier storage to networking") + 1 == names.index(rule.name)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (lambda text: text.replace('"networking" }', '"kitchen" }'), "your text:6: the rule 'Premier storage to networking' names the queue 'kitchen'"),
        (lambda text: text.replace('plan = "premier"', 'plane = "premier"', 1), "your text:5: "),
        (lambda text: "\n\n" + text.replace("name =", "name", 1), "your text:4: not valid TOML: "),
        (lambda text: text + "\nx = [", "your text:12: not valid TOML"),
        (lambda text: text.replace("Premier storage to networking", rule_set().rules[-1].name), "has the name of the one at your text:1"),
        (lambda text: text.split("[[rule.examples]]")[0], "your text:1: the rule 'Premier storage to networking' has no example"),
    ],
)  # fmt: skip
def test_complaints_name_the_lines_that_were_typed(text: Callable[[str], str], complaint: str) -> None:
    with pytest.raises(CatalogueError) as wrong:
        tried(before_the_last(text(STORAGE_FIRST)))
    assert complaint in str(wrong.value)


def test_a_file_that_is_not_there_cannot_be_replaced() -> None:
    for name in ("99-new.toml", "../assignment.toml", "../queues.toml"):
        with pytest.raises(CatalogueError, match="There is no file"):
            tried(Change(STORAGE_FIRST, name))


def test_the_folder_stays_as_it_is() -> None:
    def contents() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in Path(RULES).rglob("*.toml")}

    before = contents()
    tried(before_the_last(STORAGE_FIRST))
    assert contents() == before
