"""How this room's rule files are read: strictly, with file and line in every complaint, and anew when they change."""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

Loc = tuple[int | str, ...]
_HEADING = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w.-]+)\s*=""")
LOOK_EVERY = 2.0


class BadRuleFile(ValueError):
    pass


class RuleShape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Shape = TypeVar("Shape", bound=RuleShape)
Rules = TypeVar("Rules")


@dataclass(frozen=True)
class RuleText:
    """A rule file, perhaps one that was never saved. `name` is what complaints call it."""

    name: str
    text: str

    @classmethod
    def of(cls, path: Path) -> "RuleText":
        try:
            return cls(path.name, path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise BadRuleFile(f"{path.name}:1: the file is missing. Put it back.") from None
        except UnicodeDecodeError as error:
            raise BadRuleFile(f"{path.name}:1: not UTF-8: {error}") from error

    def place(self, *loc: int | str) -> str:
        """`calendars.toml:12`, where that part of the file stands."""
        return f"{self.name}:{line_of(self.text, loc)}"

    def read(self, shape: type[Shape]) -> Shape:
        try:
            return shape.model_validate(tomllib.loads(self.text))
        except tomllib.TOMLDecodeError as error:
            raise BadRuleFile(f"{self.name}:{_line_named(str(error))}: not TOML: {error}") from error
        except ValidationError as error:
            told = (f"{self.place(*e['loc'])}: {_path(e['loc'])}: {_words(e['msg'])}" for e in error.errors())
            raise BadRuleFile("\n".join(told)) from error


def read_rule_file(path: Path, shape: type[Shape]) -> Shape:
    return RuleText.of(path).read(shape)


def line_of(text: str, loc: Loc) -> int:
    """The first line that says as much of `loc` as any does: its own key, or the heading of the table it belongs into."""
    best, deepest, seen = 1, 0, Counter[tuple[str, ...]]()
    table: Loc = ()
    for number, line in enumerate(text.split("\n"), 1):
        said: Loc = ()
        if heading := _HEADING.match(line):
            said = table = _table_named(heading[2], heading[1] == "[[", seen)
        elif key := _KEY.match(line):
            said = (*table, key[1].strip("\"'"))
        depth = len(said) if said == loc[: len(said)] else 0
        if depth > deepest:
            best, deepest = number, depth
    return best


def _table_named(heading: str, is_one_of_many: bool, seen: Counter[tuple[str, ...]]) -> Loc:
    names = tuple(part.strip(" \"'") for part in heading.split("."))
    seen[names] += is_one_of_many
    parts: list[int | str] = []
    for depth, name in enumerate(names, 1):
        parts.append(name)
        if many := seen[names[:depth]]:
            parts.append(many - 1)
    return tuple(parts)


def _line_named(error: str) -> str:
    found = re.search(r"line (\d+)", error)
    return found[1] if found else "1"


def _path(loc: Loc) -> str:
    return ".".join(str(part) for part in loc) or "the whole file"


def _words(message: str) -> str:
    return message.removeprefix("Value error, ")


class LastGood(Generic[Rules]):
    """What the files of a folder said when they were last sound. They are looked at again every few seconds of use.

    `read` gets what was sound before, so that it can refuse to have the past rewritten.
    """

    def __init__(self, folder: Callable[[], Path], read: Callable[[Path, Rules | None], Rules]) -> None:
        self._folder, self._read = folder, read
        self._good: Rules | None = None
        self._seen: object = None
        self._next_look = 0.0
        self._fault: str | None = None

    def current(self) -> Rules:
        if self._good is None or monotonic() >= self._next_look:
            self._look()
        assert self._good is not None
        return self._good

    @property
    def fault(self) -> str | None:
        self.current()
        return self._fault

    def _look(self) -> None:
        folder = self._folder()
        seen = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.glob("*.toml"))]
        self._next_look = monotonic() + LOOK_EVERY
        if seen == self._seen:
            return
        try:
            self._good, self._fault = self._read(folder, self._good), None
        except BadRuleFile as bad:
            if self._good is None:
                raise
            self._fault = str(bad)
        self._seen = seen


def hash_of(folder: Path) -> str:
    contents = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        contents.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return contents.hexdigest()[:16]
