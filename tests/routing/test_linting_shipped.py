"""The rules that ship: no error, no warning, and few enough notes to read."""

from datetime import UTC, datetime

from escalations.platform.resources import resource_dir
from escalations.routing.conditions import known_facts
from escalations.routing.linting import Layout, all_complaints, collect, lint
from escalations.routing.linting.boxes import SAID
from escalations.routing.rule_files import rule_set

AT = datetime.now(UTC)


def test_the_shipped_rules_have_neither_errors_nor_warnings() -> None:
    files = resource_dir("routing_rules")
    complaints = all_complaints(collect(files, files), AT)
    assert [one for one in complaints if one.grade != "note"] == []
    assert len(complaints) <= 12


def test_a_folder_says_what_its_rules_say() -> None:
    files = resource_dir("routing_rules")
    assert all_complaints(collect(files, files), AT) == lint(rule_set(), AT)


def test_every_fact_a_rule_may_ask_has_its_place() -> None:
    """A new kind of condition must be told to lint as well."""
    space = Layout(rule_set(), AT).space
    known = {fact for axis in space.axes for fact in axis.facts} | {*SAID}
    assert known == {*known_facts()}
