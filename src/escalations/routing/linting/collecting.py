"""All faults of a folder of rules, not only the first, and the rules that are left without them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ...catalog.loading import load_catalogue
from ...catalog.models import Catalogue
from ...catalog.toml_files import CatalogueError, TomlFile
from ..rule_checks import RuleFault, faults_of_rules
from ..rule_files import paths_of, rule_set_of
from ..rule_tables import rule_of, tables_in
from ..rules import Rule, RuleSet
from .complaints import Complaint, Kind, in_order
from .linting import Practice, lint

_PLACED = re.compile(r"(?P<file>[^\s:]+?)(?::(?P<line>\d+))?: (?P<says>.*)", re.DOTALL)
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)")


@dataclass
class Collected:
    """`rule_set` has the rules that are right by themselves; it is missing where not even the catalogue can be read."""

    rule_set: RuleSet | None = None
    faults: list[Complaint] = field(default_factory=list)


def collect(directory: Path, shipped: Path) -> Collected:
    found = Collected()
    try:
        catalogue = load_catalogue(directory if (directory / "families.toml").is_file() else shipped)
        read = [*_read(directory, found.faults)]
        found.faults += map(_of_rule, _faults(read, catalogue))
        found.rule_set = rule_set_of(_without_faults(read, found.faults), directory, catalogue)
    except CatalogueError as wrong:
        found.faults.append(_of_file(wrong, "malformed"))
    return found


def all_complaints(found: Collected, at: datetime, practice: Practice | None = None) -> list[Complaint]:
    """Whether some case is left without a rule is told once, of the files as they are."""
    if found.rule_set is None:
        return found.faults
    linted = lint(found.rule_set, at, practice)
    left = [one for one in linted if not (found.faults and one.kind == "catch_all")]
    return in_order(found.rule_set, [*found.faults, *left])


def _read(directory: Path, faults: list[Complaint]) -> Iterator[Rule | None]:
    """None stands for what cannot be read."""
    for path in paths_of(directory):
        try:
            tables = [*tables_in(TomlFile(path, directory))]
        except CatalogueError as wrong:
            faults.append(_of_file(wrong, "unreadable"))
            yield None
            continue
        for table, source in tables:
            try:
                yield rule_of(table, source)
            except CatalogueError as wrong:
                faults.append(_of_file(wrong, "malformed", _name_in(table)))
                yield None


def _name_in(table: object) -> str:
    name = table.get("name") if isinstance(table, dict) else None
    return name if isinstance(name, str) else ""


def _faults(read: list[Rule | None], catalogue: Catalogue) -> Iterator[RuleFault]:
    """Whether the last rule holds for every case cannot be said when it cannot be read."""
    rules = tuple(rule for rule in read if rule)
    ends_unread = bool(read) and read[-1] is None
    return (fault for fault in faults_of_rules(rules, catalogue) if not (ends_unread and fault.kind == "catch_all"))


def _without_faults(read: Iterable[Rule | None], faults: Iterable[Complaint]) -> tuple[Rule, ...]:
    faulty = {fault.rule for fault in faults}
    return tuple(rule for rule in read if rule and rule.name not in faulty)


def _of_rule(fault: RuleFault) -> Complaint:
    return Complaint(
        kind=fault.kind, grade="error", rule=fault.rule, place=fault.place, says=fault.what, remedy=fault.remedy
    )


def _of_file(wrong: CatalogueError, kind: Kind, rule: str = "") -> Complaint:
    """A complaint as the loader raises it: `file:line: what is wrong. What to do.`"""
    placed = _PLACED.fullmatch(str(wrong))
    file, line, says = placed.group("file", "line", "says") if placed else ("rules/", None, str(wrong))
    if at_line := _AT_LINE.search(says):
        line, says = at_line[1], says.replace(at_line[0], "")
    says, _, remedy = says.removesuffix(".").rpartition(". ")
    if rule:
        says = f"cannot be read: {says}"
    return Complaint(kind=kind, grade="error", rule=rule, place=f"{file}:{line or 1}", says=says, remedy=remedy)
