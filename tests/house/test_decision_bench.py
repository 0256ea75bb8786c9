"""What is measured by `bench.decisions` is measured of decisions that hold."""

from random import Random

from bench.decision_world import NOON, SEED, cases, crowd, large_rule_set
from bench.decisions import figures
from escalations.routing.deciding import decide, recompute


def test_the_invented_rules_decide_by_many_rules_and_for_many_people() -> None:
    random = Random(SEED)
    rules, roster = large_rule_set(random, 500), crowd(random, 500)
    decisions = [decide(facts, rules, roster, NOON) for facts in cases(random, 60)]
    assert len({decision.rule.name for decision in decisions}) > 15
    assert len({decision.assignee_id for decision in decisions}) > 15
    assert all(recompute(*decision.stored()) == decision for decision in decisions[:3])


def test_the_figures_are_told() -> None:
    found = figures(rules=20, engineers=20, count=20)
    assert found.timed[0].what == "decide" and all(0 < one.p50 <= one.p95 for one in found.timed)
    assert 0 < found.record_bytes < 20_000 and "Python" in found.machine
