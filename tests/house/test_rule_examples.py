"""Every example that stands with a routing rule reaches its queue, and by that rule."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalations.catalog import catalogue
from escalations.routing.examples import ExampleResult, try_examples
from escalations.routing.rule_files import load_rules, rule_set


def _name(result: ExampleResult) -> str:
    return f"{result.rule.place} {result.rule.name}"


@pytest.mark.parametrize("result", list(try_examples(rule_set(), datetime(2026, 11, 16, tzinfo=UTC))), ids=_name)
def test_the_example_goes_where_it_says(result: ExampleResult) -> None:
    assert (result.decided_by, result.queue) == (result.rule.name, result.example.queue)


def test_every_rule_has_someone_who_answers_for_it() -> None:
    assert all(rule.owner and rule.reason.endswith(".") for rule in rule_set().rules)


TIMED = """
[[rule]]
name = "Weekend"
owner = "leads"
reason = "Few are on shift."
when = { time = "sat-sun", cloud = "AzureCloud" }
then = { queue = "other" }
[[rule.examples]]
title = "A blob is gone"
at = 2026-11-21T10:00:00Z
queue = "other"
[[rule.examples]]
title = "A blob is gone"
at = 2026-11-20T10:00:00Z
queue = "other"
[[rule]]
name = "Last"
owner = "leads"
reason = "Everything."
then = { queue = "triage" }
[[rule.examples]]
queue = "triage"
at = 2026-11-20T10:00:00Z
"""


def test_an_example_can_say_when_it_was_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "timed.toml").write_text(TIMED, "utf-8")
    results = list(try_examples(load_rules(tmp_path, catalogue()), datetime(2026, 11, 16, tzinfo=UTC)))
    assert [(result.decided_by, result.is_right) for result in results] == [
        ("Weekend", True),
        ("Last", False),
        ("Last", True),
    ]
