"""From routing_rules/rules/*.toml to one checked rule set; every complaint names file and line."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct

from ..catalog.loading import catalogue
from ..catalog.models import Catalogue
from ..catalog.toml_files import CatalogueError, TomlFile, parsed
from ..platform.resources import resource_dir
from .conditions import Condition
from .rule_checks import check_rules
from .rules import Action, Example, Rule, RuleSet

Wish = bool | int | str | tuple[str, ...]


class RuleTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    owner: str
    reason: str
    then: Action
    when: dict[str, Wish] = {}
    unless: dict[str, Wish] = {}
    expires: date | None = None
    examples: tuple[Example, ...] = ()


@cache
def rule_set() -> RuleSet:
    return load_rules(resource_dir("routing_rules"), catalogue())


def load_rules(directory: Path, catalogue: Catalogue) -> RuleSet:
    paths = sorted((directory / "rules").glob("*.toml"))
    rules = tuple(rule for path in paths for rule in _rules_in(TomlFile(path, directory)))
    check_rules(rules, catalogue)
    return RuleSet(rules=rules, hash=_hash_of(directory, paths), catalogue=catalogue)


def _rules_in(file: TomlFile) -> Iterator[Rule]:
    tables, places = file.table.get("rule", []), _headings(file)
    if set(file.table) - {"rule"} or not isinstance(tables, list) or len(tables) != len(places):
        raise CatalogueError(f"{file.name}:1: only [[rule]] belongs here, in double brackets. Move the rest out.")
    for table, place in zip(tables, places, strict=True):
        try:
            yield _rule(parsed(RuleTable, table), place)
        except ValueError as wrong:
            raise CatalogueError(f"{place}: {wrong}") from None


def _headings(file: TomlFile) -> list[str]:
    lines = enumerate(file.text.split("\n"), 1)
    return [f"{file.name}:{number}" for number, line in lines if line.split("#")[0].strip() == "[[rule]]"]


def _rule(table: RuleTable, place: str) -> Rule:
    return Rule(
        name=table.name,
        owner=table.owner,
        reason=table.reason,
        place=place,
        action=table.then,
        conditions=(*_conditions(table.when, unless=False), *_conditions(table.unless, unless=True)),
        expires=table.expires,
        examples=table.examples,
    )


def _conditions(wishes: Mapping[str, Wish], unless: bool) -> Iterator[Condition]:
    for fact, wish in wishes.items():
        yield Condition(fact=fact, wanted=_wanted(wish), unless=unless)


def _wanted(wish: Wish) -> tuple[str, ...]:
    if isinstance(wish, bool):
        return ("yes",) if wish else ("no",)
    return wish if isinstance(wish, tuple) else (str(wish),)


def _hash_of(directory: Path, rules: list[Path]) -> str:
    """Families and queues count too: a rule may send a case to the queue of its family."""
    contents = hashlib.sha256()
    for path in (directory / "families.toml", directory / "queues.toml", *rules):
        contents.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return contents.hexdigest()[:16]
