"""A rule that cannot be right is refused with the file, the line of what is wrong, and what to do."""

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
SPREAD = """
[[rule]]
name = "Spread out"
owner = "leads"
reason = "Tables instead of lines."
[rule.when]
severity = "A"
product = [
  "aks",
  # "teapot" is only a comment here
  "PRODUCT",
]
[rule.then]
queue = "family"
language = "de"
relax = [
  { after = 10, skill = "storage", level = 1 },
  { after = 20, skill = "storage", level = LEVEL },
]
[rule.then.require]
storage = 2
[[rule.examples]]
queue = "storage"
[[rule.examples]]
queue = "QUEUE"
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


WHEN, THEN, EXAMPLE = 'severity = "A"', 'queue = "family"', 'queue = "storage"'
ASKS = 'queue = "family", require = { storage = 2 }, language = "de", relax = '


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (WHEN, 'severety = "A"', "mine.toml:7: the rule 'First' asks for 'severety', which no case has. Ask for one of: family,"),
        (WHEN, 'severity = "D"', "mine.toml:7: the rule 'First' names the severity 'D', which does not exist. Use one of: A, B, C."),
        (WHEN, "severity = []", "wants severity to be one of nothing. Give at least one value."),
        (WHEN, 'boundary = "moon"', "names the boundary 'moon', which does not exist."),
        (WHEN, 'cloud = "usgov"', "mine.toml:7: the rule 'First' names the cloud 'usgov', which does not exist. Use one of: AzureCloud, AzureUSGovernment,"),
        (WHEN, 'product = ["aks", "teapot"]', "names the product 'teapot', which does not exist."),
        (WHEN, 'cover = "perhaps"', "names the cover 'perhaps', which does not exist. Use one of: yes, no."),
        (WHEN, 'hours_running = "long"', "wants hours_running to be no number. Give whole hours."),
        (WHEN, 'language = "German"', "names the language 'German', which is no code of one. Write it like 'de'."),
        (WHEN, 'text = ["ok", "?!"]', "looks for '?!', which has no word in it. Give letters or digits."),
        (WHEN, 'error_code = "*"', "wants an error code like '*', which says nothing. Name a code."),
        (WHEN, 'time = "mon-fir 08:00-17:00"', "mine.toml:7: the rule 'First' asks for a time that cannot be read: 'mon-fir 08:00-17:00' is no stretch of the week. Write it like"),
        (WHEN, 'time = ["sat-sun", "08:00-08:00"]', "'08:00-08:00' lasts no time. Leave the times out for whole days."),
        (WHEN, 'time = "mon 25:00-26:00"', "names the time 25:00, which no day has."),
        (THEN, 'queue = "kitchen"', "mine.toml:8: the rule 'First' names the queue 'kitchen', which does not exist. Use one of: family, web_apps,"),
        (THEN, 'queue = "family", require = { cooking = 1 }', "mine.toml:8: the rule 'First' names the skill 'cooking', which does not exist."),
        (THEN, 'queue = "family", prefer = { storage = 9 }', "asks for storage at level 9. Ask for 1 to 5."),
        (THEN, 'queue = "family", skill = "storage"', "mine.toml:8: `skill` is no longer written like this. Write require = { storage = 2 } instead."),
        (THEN, 'queue = "family", language = "Klingon"', "names the language 'Klingon', which is no code of one. Write it like 'de', or 'customer' for the one they write in."),
        (THEN, 'queue = "family", escalate = "president"', "names the escalation 'president', which does not exist."),
        (THEN, 'queue = "family", colour = "red"', "mine.toml:8: Object contains unknown field `colour` - at `$.then`."),
        (THEN, ASKS + '[{ after = 10, skill = "storage", level = 2 }]', "relaxes storage to level 2, asked is 2. Relax what `require` asks for, each time to a lower level, 0 to drop it."),
        (THEN, ASKS + '[{ after = 10, skill = "identity", level = 0 }]', "relaxes identity to level 0, not asked for."),
        (THEN, ASKS + '[{ after = 10, skill = "storage", level = 0 }, { after = 5, language = false }]', "relaxes after 5 minutes, not later than the step before it. Put the steps in order."),
        (THEN, ASKS + '[{ after = 0, language = false }]', "relaxes after 0 minutes, which is at once. Ask for less instead."),
        (THEN, ASKS + '[{ after = 10, skill = "storage" }]', "has a step of relaxing that names not one thing."),
        (THEN, ASKS + '[{ after = 10, language = true }]', "relaxes a language it does not prefer. Take the step out."),
        (THEN, 'queue = "family", relax = [{ after = 10, language = false }]', "relaxes a language it does not prefer. Take the step out."),
        ('when = { severity = "A" }', "", "holds for every case, so that none after it is ever reached. Move it to the end."),
        ('reason = "To try it."', "", "mine.toml:3: Object missing required field `reason`."),
        ('owner = "leads"', 'owner = " "', "mine.toml:5: the rule 'First' has an empty owner. Say its owner."),
        ('owner = "leads"', 'owner = "leads"\nexpires = "soon"', "mine.toml:6: Invalid RFC3339 encoded date - at `$.expires`."),
        ('name = "First"', 'name = "Last"', "mine.toml:13: the rule 'Last' has the name of the one at rules/mine.toml:3. Rename one."),
        (EXAMPLE, 'queue = "kitchen"', "mine.toml:10: the rule 'First' names the queue 'kitchen', which does not exist."),
        (EXAMPLE, 'queue = "storage"\nseverity = "D"', "mine.toml:11: Invalid enum value 'D' - at `$.examples[0].severity`."),
        (EXAMPLE, 'queue = "storage"\nplan = "gold"', "mine.toml:11: the rule 'First' names the plan 'gold', which does not exist."),
        ('[[rule.examples]]\nqueue = "storage"', "", "has no example. Add a [[rule.examples]] with a queue."),
        ("[[rule]]\nname", "[rule]\nname", "mine.toml:"),
        (EXAMPLE, 'queue = "storage', "mine.toml:10: not valid TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(directory: Path, old: str, new: str, complaint: str) -> None:
    assert complaint in _refusal(directory, GOOD.replace(old, new, 1) + LAST)


@pytest.mark.parametrize(
    ("given", "line"), [({"PRODUCT": "teapot"}, 11), ({"LEVEL": "1"}, 18), ({"LEVEL": "7"}, 18), ({"QUEUE": "kitchen"}, 25)]
)  # fmt: skip
def test_the_line_is_found_in_tables_as_well(directory: Path, given: dict[str, str], line: int) -> None:
    text = SPREAD
    for placeholder, value in ({"PRODUCT": "aks", "LEVEL": "0", "QUEUE": "storage"} | given).items():
        text = text.replace(placeholder, value)
    assert _refusal(directory, text + LAST).startswith(f"rules/mine.toml:{line}: ")


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


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("A = 3", "A = 0", "assignment.toml:"),
        ("A = 3", "A = 0", "Expected `int` >= 1 - at `$.units.A`"),
        ("busy = 20", "busy = -20", "Expected `int` >= 0 - at `$.points.busy`"),
        ("language = 25", "", "Object missing required field `language` - at `$.points`"),
        ("[units]", "colour = 1\n[units]", "Object contains unknown field `colour`"),
    ],
)
def test_what_assigning_rests_on_is_checked_too(directory: Path, old: str, new: str, complaint: str) -> None:
    file = directory / "assignment.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert complaint in _refusal(directory, GOOD + LAST)


def test_files_are_read_in_the_order_of_their_names(directory: Path) -> None:
    (directory / "rules" / "b.toml").write_text(LAST, "utf-8")
    (directory / "rules" / "a.toml").write_text(GOOD, "utf-8")
    assert [rule.name for rule in load_rules(directory, catalogue()).rules] == ["First", "Last"]


def test_a_folder_of_nothing_but_rules_is_read_with_all_else_as_shipped(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD + LAST, "utf-8")
    loaded = load_rules(tmp_path, catalogue())
    assert loaded.assignment == rule_set().assignment
    assert loaded.rules[0].place == "mine.toml:3" and loaded.rules[0].place_of("then", "queue") == "mine.toml:8"


def test_the_hash_names_all_that_a_decision_rests_on(directory: Path) -> None:
    rules, assignment = directory / "rules" / "a.toml", directory / "assignment.toml"
    rules.write_text(GOOD + LAST, "utf-8")
    hashes = [load_rules(directory, catalogue()).hash]
    assert load_rules(directory, catalogue()).hash == hashes[0] != rule_set().hash
    rules.write_text(GOOD + LAST + "\n# a word more\n", "utf-8")
    hashes.append(load_rules(directory, catalogue()).hash)
    assignment.write_text(assignment.read_text("utf-8").replace("room = 30", "room = 31"), "utf-8")
    hashes.append(load_rules(directory, catalogue()).hash)
    assert len(set(hashes)) == 3
