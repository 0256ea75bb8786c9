"""A TOML file that still knows on which line a thing stands, so that an error can say so."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_KEY = re.compile(r"[a-z][a-z0-9_]*")


class CatalogueError(ValueError):
    """The files under routing_rules/ contradict themselves; the message says where, and what to do."""


class TomlFile:
    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self.name = path.relative_to(root).as_posix()
        try:
            self.text = path.read_text("utf-8")
            self.table: dict[str, Any] = tomllib.loads(self.text)
        except FileNotFoundError:
            raise CatalogueError(f"{self.name}: the file is missing. Put it back.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
            line = re.search(r"at line (\d+)", str(broken))
            place = f"{self.name}:{line[1] if line else 1}"
            raise CatalogueError(f"{place}: not valid TOML: {broken}. Correct the place it names.") from None

    def place(self, *fragments: str) -> str:
        """`file:line` of the first line of code that holds all fragments."""
        for number, line in enumerate(self.text.split("\n"), 1):
            if not line.lstrip().startswith("#") and all(fragment in line for fragment in fragments):
                return f"{self.name}:{number}"
        return f"{self.name}:1"

    def tables(self, under: str = "") -> dict[str, Any]:
        found: dict[str, Any] = self.table.get(under, {}) if under else self.table
        return found

    def entries(self, kind: type[T], under: str = "") -> dict[str, T]:
        """Every table of the file, or of one part of it, as a `kind` whose key is the table's name."""
        return {key: self.entry(kind, key, table, under) for key, table in self.tables(under).items()}

    def entry(self, kind: type[T], key: str, table: object, under: str = "") -> T:
        heading = f"[{under}.{key}]" if under else f"[{key}]"
        try:
            return _checked(kind, key, table)
        except ValueError as wrong:
            raise CatalogueError(f"{self.place(heading)}: {wrong}") from None


def parsed(kind: type[T], table: object) -> T:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as wrong:
        raise ValueError(f"{wrong}. Compare it with its neighbours in the file.") from None


def _checked(kind: type[T], key: str, table: object) -> T:
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not a good key. Use small letters, digits and underscores.")
    if not isinstance(table, dict):
        raise ValueError(f"{key!r} stands alone. Put it below a [heading].")
    return parsed(kind, {**table, "key": key})
