"""A rule that cannot be right is refused with file, line and what to do."""

import shutil
from pathlib import Path

import pytest

from escalations.catalog import catalogue
from escalations.catalog.toml_files import CatalogueError
from escalations.platform.resources import resource_dir
from escalations.routing.rule_files import load_rules, rule_set

GOOD = """
# a comment with [[rule]] in it
[[rule]]
name = "First"
owner = "leads"
reason = "To try it."
when = { severity = "A" }
then = { queue = "family" }
[[rule.examples]]
queue = "storage"
"""
LAST = """
[[rule]]
name = "Last"
owner = "leads"
reason = "Everything."
then = { queue = "triage" }
[[rule.examples]]
queue = "triage"
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    rules = Path(shutil.copytree(resource_dir("routing_rules"), tmp_path / "rules"))
    shutil.rmtree(rules / "rules")
    (rules / "rules").mkdir()
    return rules


def _refusal(directory: Path, text: str) -> str:
    (directory / "rules" / "mine.toml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_rules(directory, catalogue())
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('severity = "A"', 'severety = "A"', "mine.toml:3: the rule 'First' asks for 'severety', which no case has. Ask for one of: family,"),
        ('severity = "A"', 'severity = "D"', "names the severity 'D', which does not exist. Use one of: A, B, C."),
        ('severity = "A"', 'severity = []', "wants severity to be one of nothing. Give at least one value."),
        ('severity = "A"', 'boundary = "moon"', "names the boundary 'moon', which does not exist."),
        ('severity = "A"', 'product = ["aks", "teapot"]', "names the product 'teapot', which does not exist."),
        ('severity = "A"', 'cover = "perhaps"', "names the cover 'perhaps', which does not exist. Use one of: yes, no."),
        ('severity = "A"', 'hours_running = "long"', "wants hours_running to be no number. Give whole hours."),
        ('queue = "family"', 'queue = "kitchen"', "names the queue 'kitchen', which does not exist. Use one of: family, web_apps,"),
        ('queue = "family"', 'queue = "family", skill = "cooking"', "names the skill 'cooking', which does not exist."),
        ('queue = "family"', 'queue = "family", level = 9', "asks for level 9. Ask for 1 to 5."),
        ('queue = "family"', 'queue = "family", escalate = "president"', "names the escalation 'president', which does not exist."),
        ('queue = "family"', 'queue = "family", colour = "red"', "mine.toml:3: Object contains unknown field `colour` - at `$.then`."),
        ('when = { severity = "A" }', "", "holds for every case, so that none after it is ever reached. Move it to the end."),
        ('reason = "To try it."', "", "mine.toml:3: Object missing required field `reason`."),
        ('name = "First"', 'name = "Last"', "mine.toml:12: the rule 'Last' has the name of the one at rules/mine.toml:3. Rename one."),
        ('queue = "storage"', 'queue = "kitchen"', "names the queue 'kitchen', which does not exist."),
        ('[[rule.examples]]\nqueue = "storage"', "", "has no example. Add a [[rule.examples]] with a queue."),
        ("[[rule]]\nname", "[rule]\nname", "mine.toml:"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(directory: Path, old: str, new: str, complaint: str) -> None:
    assert complaint in _refusal(directory, GOOD.replace(old, new, 1) + LAST)


def test_the_last_rule_must_hold_for_every_case(directory: Path) -> None:
    refusal = _refusal(directory, GOOD)
    assert refusal.startswith("rules/mine.toml:3: the last rule must hold for every case.")
    assert _refusal(directory, "").startswith("rules/:1: the last rule must hold")
    ending = LAST.replace('owner = "leads"', 'owner = "leads"\nexpires = 2030-01-01')
    assert _refusal(directory, GOOD + ending).startswith("rules/mine.toml:12: the last rule must hold")


def test_only_rules_stand_in_a_rule_file(directory: Path) -> None:
    assert _refusal(directory, 'rule = [{ name = "inline" }]').startswith(
        "rules/mine.toml:1: only [[rule]] belongs here"
    )
    assert _refusal(directory, GOOD + LAST + '\n[queues]\nname = "x"\n').startswith(
        "rules/mine.toml:1: only [[rule]] belongs here"
    )


def test_files_are_read_in_the_order_of_their_names(directory: Path) -> None:
    (directory / "rules" / "b.toml").write_text(LAST, "utf-8")
    (directory / "rules" / "a.toml").write_text(GOOD, "utf-8")
    assert [rule.name for rule in load_rules(directory, catalogue()).rules] == ["First", "Last"]


def test_the_hash_names_the_contents(directory: Path) -> None:
    rules = directory / "rules" / "a.toml"
    rules.write_text(GOOD + LAST, "utf-8")
    before = load_rules(directory, catalogue()).hash
    assert load_rules(directory, catalogue()).hash == before
    rules.write_text(GOOD + LAST + "\n# a word more\n", "utf-8")
    assert load_rules(directory, catalogue()).hash != before
    assert rule_set().hash not in (before, "")
