"""Rules change under a running process: whole or not at all, and what is wrong with them is told until it is mended."""

import os
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from escalations.catalog.loading import load_catalogue
from escalations.catalog.reloading import RuleFolder
from escalations.catalog.toml_files import CatalogueError
from escalations.platform.resources import resource_dir
from escalations.platform.time import time_at
from escalations.platform.watching import Watch
from escalations.routing.deciding import decide
from escalations.routing.rule_files import RuleBook, rule_set, rule_set_fault
from tests.routing.people import NOON, a_case

CRITICAL = "rules/30-critical.toml"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_dir("routing_rules"), tmp_path / "routing_rules"))


@pytest.fixture
def folder(directory: Path) -> RuleFolder:
    return RuleFolder(directory, load_catalogue, every=0, settle=0)


@pytest.fixture
def book(folder: RuleFolder) -> RuleBook:
    return RuleBook(folder)


def _change(directory: Path, name: str, old: str, new: str) -> None:
    path = directory / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _owner_of_critical(book: RuleBook) -> str:
    return decide(a_case(severity="A"), book.rule_set(), (), NOON).rule.owner


def test_a_changed_rule_decides_from_then_on(directory: Path, book: RuleBook) -> None:
    before = book.rule_set()
    assert book.rule_set() is before and _owner_of_critical(book) == "duty-leads"
    _change(directory, CRITICAL, 'name = "Critical"\nowner = "duty-leads"', 'name = "Critical"\nowner = "night-leads"')
    assert _owner_of_critical(book) == "night-leads"
    assert book.rule_set().hash != before.hash and book.fault() is None
    assert before.named("Critical").owner == "duty-leads"


def test_a_new_file_and_a_removed_one_are_noticed(directory: Path, book: RuleBook) -> None:
    count = len(book.rule_set().rules)
    (directory / "rules" / "10-rapid-response.toml").rename(directory / "kept")
    fewer = len(book.rule_set().rules)
    assert fewer < count
    (directory / "kept").rename(directory / "rules" / "10-rapid-response.toml")
    assert len(book.rule_set().rules) == count


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (CRITICAL, 'severity = "A", family_sure', 'severity = "Z", family_sure', "rules/30-critical.toml:"),
        (CRITICAL, "when = {", "when = {{", "rules/30-critical.toml:5: not valid TOML"),
        ("assignment.toml", "A = 3", "A = 0", "assignment.toml:"),
        ("queues.toml", "[networking]", "[wires]", "families.toml:"),
        ("families.toml", "[networking", "[wires", "products/networking.toml:1: there is no family 'networking'."),
    ],
)
def test_a_bad_set_is_refused_whole_and_told(
    directory: Path, book: RuleBook, folder: RuleFolder, name: str, old: str, new: str, complaint: str
) -> None:
    good, known = book.rule_set(), folder.catalogue()
    with time_at(NOON):
        _change(directory, name, old, new)
        assert book.rule_set() is good and folder.catalogue() is known
    fault = book.fault()
    assert fault and fault.startswith(complaint) and "(Refused since 2026-11-16 12:00 UTC;" in fault
    with time_at(NOON + timedelta(hours=1)):
        path = directory / name
        path.write_text(path.read_text("utf-8") + "\n# still wrong, a word later\n", "utf-8")
        assert "(Refused since 2026-11-16 12:00 UTC;" in str(book.fault())
    _change(directory, name, new, old)
    assert book.fault() is None
    assert book.rule_set() is not good and _owner_of_critical(book) == "duty-leads"


def test_rules_and_catalogue_are_taken_over_together(directory: Path, book: RuleBook, folder: RuleFolder) -> None:
    """A queue that is gone from its file but not from the rules would be two half truths."""
    book.rule_set()
    _change(directory, "queues.toml", "[triage]", "[reading_room]")
    assert "triage" in folder.catalogue().queues
    assert "names the queue 'triage', which does not exist" in str(book.fault())
    for path in (directory / "rules").glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace('"triage"', '"reading_room"'), "utf-8")
    assert book.fault() is None
    assert book.rule_set().catalogue is folder.catalogue() and "reading_room" in folder.catalogue().queues


def test_at_the_start_there_is_nothing_to_fall_back_on(directory: Path, book: RuleBook) -> None:
    _change(directory, CRITICAL, 'severity = "A", family_sure', 'severity = "Z", family_sure')
    for _ in range(2):
        with pytest.raises(CatalogueError, match=r"30-critical\.toml:\d+: the rule"):
            book.rule_set()
    _change(directory, CRITICAL, 'severity = "Z"', 'severity = "A"')
    assert _owner_of_critical(book) == "duty-leads"


def test_the_files_are_looked_at_once_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, looks, clock = tmp_path / "a.toml", [], [100.0]
    monkeypatch.setattr("escalations.platform.watching.time.monotonic", lambda: clock[0])

    def files() -> list[Path]:
        looks.append(1)
        return [file]

    watch = Watch(files, settle=0)
    file.write_text("x = 1")
    assert not any(watch.changed() for _ in range(1000)) and len(looks) == 1
    clock[0] += 1.1
    assert [watch.changed() for _ in range(1000)].count(True) == 1 and len(looks) == 2


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("x = 1")
    watch = Watch(lambda: [file], every=0, settle=60)
    file.write_text("x =")
    assert not watch.changed()
    settled = time.time() - 61
    os.utime(file, (settled, settled))
    assert watch.changed() and not watch.changed()


def test_the_shipped_rules_are_in_order() -> None:
    assert rule_set_fault() is None
    assert rule_set() is rule_set()
    assert decide(a_case(), rule_set(), (), datetime.now(UTC)).rules_hash == rule_set().hash
