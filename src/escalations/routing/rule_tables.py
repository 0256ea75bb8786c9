"""One file of [[rule]] tables, read into rules; what cannot be read is refused with its line."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from ..catalog.toml_files import CatalogueError, TomlFile, parsed
from .conditions import Condition
from .rule_places import HEADING, RuleSource, path_in
from .rules import Action, Example, Rule

Wish = bool | int | str | tuple[str, ...]
_OLD_KEYS = {"skill": "require = { storage = 2 }", "level": "require = { storage = 2 }"}


class RuleTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    owner: str
    reason: str
    then: Action
    when: dict[str, Wish] = {}
    unless: dict[str, Wish] = {}
    expires: date | None = None
    examples: tuple[Example, ...] = ()


def rules_in(file: TomlFile) -> Iterator[Rule]:
    for table, source in tables_in(file):
        yield rule_of(table, source)


def tables_in(file: TomlFile) -> Iterator[tuple[object, RuleSource]]:
    tables, sources = file.table.get("rule", []), _sources(file)
    if set(file.table) - {"rule"} or not isinstance(tables, list) or len(tables) != len(sources):
        raise CatalogueError(f"{file.name}:1: only [[rule]] belongs here, in double brackets. Move the rest out.")
    return zip(tables, sources, strict=True)


def rule_of(table: object, source: RuleSource) -> Rule:
    try:
        return _rule(parsed(RuleTable, table), source)
    except ValueError as wrong:
        raise _located(str(wrong), source) from None


def _sources(file: TomlFile) -> list[RuleSource]:
    lines = file.text.split("\n")
    starts = [number for number, line in enumerate(lines) if HEADING.fullmatch(line.split("#")[0].rstrip())]
    ends = [*starts[1:], len(lines)]
    return [RuleSource(file.name, start + 1, tuple(lines[start:end])) for start, end in zip(starts, ends, strict=False)]


def _rule(table: RuleTable, source: RuleSource) -> Rule:
    return Rule(
        name=table.name,
        owner=table.owner,
        reason=table.reason,
        place=source.place,
        action=table.then,
        conditions=(*_conditions(table.when, unless=False), *_conditions(table.unless, unless=True)),
        expires=table.expires,
        examples=table.examples,
        source=source,
    )


def _conditions(wishes: Mapping[str, Wish], unless: bool) -> Iterator[Condition]:
    for fact, wish in wishes.items():
        yield Condition(fact=fact, wanted=_wanted(wish), unless=unless)


def _wanted(wish: Wish) -> tuple[str, ...]:
    if isinstance(wish, bool):
        return ("yes",) if wish else ("no",)
    return wish if isinstance(wish, tuple) else (str(wish),)


def _located(complaint: str, source: RuleSource) -> CatalogueError:
    path = path_in(complaint)
    for old, new in _OLD_KEYS.items():
        if f"unknown field `{old}`" in complaint and "then" in path:
            complaint = f"`{old}` is no longer written like this. Write {new} instead."
    return CatalogueError(f"{source.place_of(*path)}: {complaint}")
