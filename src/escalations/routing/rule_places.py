"""On which line of its file a part of a rule stands."""

import re
from dataclasses import dataclass
from functools import cached_property

HEADING = re.compile(r"\s*\[\[\s*rule\s*\]\]")
_TABLE = re.compile(r"\s*\[+\s*rule\s*\.\s*([\w.\s-]+?)\s*\]+")


@dataclass(frozen=True)
class RuleSource:
    """The lines of a file from a rule's heading to the next."""

    file: str
    first: int
    lines: tuple[str, ...]

    @property
    def place(self) -> str:
        return f"{self.file}:{self.first}"

    def place_of(self, *path: str, value: str | None = None) -> str:
        """The line of the last key of the path that can be found, or of the value where it stands below that."""
        start, number = 0, 0
        for key in path:
            if key.isdigit():
                found = self._example(int(key)) if path[0] == "examples" else None
            else:
                found = self._line(_key(key), start)
            if found is None:
                break
            start = number = found
        if value is not None and (found := self._line(re.compile(re.escape(value)), start)) is not None:
            number = found
        return f"{self.file}:{self.first + number}"

    def _line(self, wanted: re.Pattern[str], start: int) -> int | None:
        numbered = enumerate(self._code)
        return next((number for number, line in numbered if number >= start and wanted.search(line)), None)

    def _example(self, index: int) -> int | None:
        headings = [number for number, line in enumerate(self._code) if _is_table(line, "examples")]
        return headings[index] if index < len(headings) else None

    @cached_property
    def _code(self) -> list[str]:
        """The lines without comments, as far as that can be told without reading strings."""
        return [line if not line.lstrip().startswith("#") else "" for line in self.lines]


def _key(key: str) -> re.Pattern[str]:
    """`key =`, `"key" =`, or a table of that name."""
    quoted = re.escape(key)
    return re.compile(rf"""(?:^|[\s{{,.])["']?{quoted}["']?\s*=|\[\s*rule\s*\.\s*(?:[\w-]+\s*\.\s*)*{quoted}\s*\]""")


def _is_table(line: str, name: str) -> bool:
    table = _TABLE.match(line)
    return table is not None and table[1] == name


def path_in(complaint: str) -> tuple[str, ...]:
    """The keys that a complaint of the parser names, outermost first."""
    at = re.search(r"at `\$\.?([^`]*)`", complaint)
    keys = re.findall(r"[\w-]+", at[1].replace("...", "")) if at else []
    field = re.search(r"unknown field `([^`]+)`", complaint)
    return (*keys, *([field[1]] if field else []))
