"""Every example that stands with a routing rule reaches its queue, and by that rule."""

from datetime import UTC, datetime

import pytest

from escalations.routing.examples import ExampleResult, try_examples
from escalations.routing.rule_files import rule_set


def _name(result: ExampleResult) -> str:
    return f"{result.rule.place} {result.rule.name}"


@pytest.mark.parametrize("result", list(try_examples(rule_set(), datetime(2026, 11, 16, tzinfo=UTC))), ids=_name)
def test_the_example_goes_where_it_says(result: ExampleResult) -> None:
    assert (result.decided_by, result.queue) == (result.rule.name, result.example.queue)


def test_every_rule_has_someone_who_answers_for_it() -> None:
    assert all(rule.owner and rule.reason.endswith(".") for rule in rule_set().rules)
