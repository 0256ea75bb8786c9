"""From routing_rules/ to one checked rule set; every complaint names file and line."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import msgspec

from ..catalog.loading import rule_folder
from ..catalog.models import Catalogue
from ..catalog.reloading import RuleFolder
from ..catalog.toml_files import TomlFile
from ..platform.resources import rules_dir
from .assignment import FILE as ASSIGNMENT
from .assignment import Assignment, load_assignment
from .rule_checks import check_rules
from .rule_tables import rules_in
from .rules import Rule, RuleSet


class RuleBook:
    """The rules of a folder as they were last in order."""

    def __init__(self, folder: RuleFolder) -> None:
        self._folder = folder
        self._in_force: RuleSet | None = None
        folder.also(self._taking)

    def rule_set(self) -> RuleSet:
        """The first time there is nothing to fall back on, so that a complaint is raised."""
        self._folder.look()
        if self._in_force is None:
            self._in_force = load_rules(self._folder.directory, self._folder.catalogue())
        return self._in_force

    def fault(self) -> str | None:
        self._folder.look()
        return str(self._folder.refusal) if self._folder.refusal else None

    def _taking(self, directory: Path, catalogue: Catalogue) -> Callable[[], None]:
        loaded = load_rules(directory, catalogue)

        def put_in_force() -> None:
            self._in_force = loaded

        return put_in_force


@cache
def _rule_book() -> RuleBook:
    return RuleBook(rule_folder())


def rule_set() -> RuleSet:
    return _rule_book().rule_set()


def rule_set_fault() -> str | None:
    """What is wrong with the files as they are now, where and since when, while the last good rules stay in force."""
    return _rule_book().fault()


def load_rules(directory: Path, catalogue: Catalogue) -> RuleSet:
    """`directory` holds the rules in a folder of that name, or is itself the folder; what else it lacks is as shipped."""
    rules = tuple(rule for path in paths_of(directory) for rule in rules_in(TomlFile(path, directory)))
    check_rules(rules, catalogue)
    return rule_set_of(rules, directory, catalogue)


def paths_of(directory: Path) -> list[Path]:
    folder = directory / "rules" if (directory / "rules").is_dir() else directory
    return sorted(path for path in folder.glob("*.toml") if path.name != ASSIGNMENT)


def rule_set_of(rules: tuple[Rule, ...], directory: Path, catalogue: Catalogue) -> RuleSet:
    assignment = load_assignment(directory if (directory / ASSIGNMENT).is_file() else rules_dir())
    contents = _hash_of(catalogue, assignment, paths_of(directory))
    return RuleSet(rules=rules, hash=contents, catalogue=catalogue, assignment=assignment)


def _hash_of(catalogue: Catalogue, assignment: Assignment, rules: Iterable[Path]) -> str:
    """Families and queues count too: a rule may send a case to the queue of its family."""
    contents = hashlib.sha256()
    families = {family.key: family.queue for family in catalogue.families.values()}
    contents.update(msgspec.json.encode([families, catalogue.queues, assignment]))
    for path in rules:
        contents.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return contents.hexdigest()[:16]
