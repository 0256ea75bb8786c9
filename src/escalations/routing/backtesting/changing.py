"""The rules as they would be with one file changed, read as if the change stood in the folder already. Nothing is written there."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ...catalog.models import Catalogue
from ...catalog.toml_files import CatalogueError
from ..rule_files import load_rules
from ..rules import Rule, RuleSet

TYPED = "your text"


@dataclass(frozen=True)
class Change:
    """`text` takes the place of a rule file, or goes into it before a line. Complaints about it name its own lines."""

    text: str
    file: str
    before_line: int | None = None

    @classmethod
    def before(cls, rule: Rule, text: str) -> "Change":
        file, _, line = rule.place.rpartition(":")
        return cls(text, Path(file).name, int(line))


def rule_file_names(directory: Path) -> list[str]:
    return sorted(path.name for path in (directory / "rules").glob("*.toml"))


def changed_rules(change: Change, directory: Path, catalogue: Catalogue) -> RuleSet:
    if change.file not in rule_file_names(directory):
        raise CatalogueError(f"There is no file {change.file} among the rules. Choose one of those that are there.")
    with TemporaryDirectory() as folder:
        shutil.copytree(directory / "rules", Path(folder) / "rules")
        path = Path(folder) / "rules" / change.file
        text, first = _with(change, path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        if (directory / "assignment.toml").is_file():
            shutil.copy(directory / "assignment.toml", folder)
        try:
            return load_rules(Path(folder), catalogue)
        except CatalogueError as wrong:
            raise CatalogueError(_told(str(wrong), change, first)) from None


def _with(change: Change, present: str) -> tuple[str, int]:
    """The new content, and the line on which the change begins."""
    if change.before_line is None:
        return change.text, 1
    lines = present.split("\n")
    first = change.before_line
    return "\n".join([*lines[: first - 1], *change.text.split("\n"), *lines[first - 1 :]]), first


def _told(complaint: str, change: Change, first: int) -> str:
    """With places as the reader knows them: lines of the typed text, and lines of files as they are."""
    lines = change.text.count("\n") + 1

    def place(match: re.Match[str]) -> str:
        line = int(match["line"])
        if line < first:
            return f"rules/{change.file}:{line}"
        if change.before_line is None or line < first + lines:
            return f"{TYPED}:{line - first + 1}"
        return f"rules/{change.file}:{line - lines}"

    told = re.sub(
        rf"(?:rules/)?{re.escape(change.file)}(?::\d+)?(?=: not valid TOML)",
        _broken_at(complaint, first, lines),
        complaint,
    )
    return re.sub(rf"(?:rules/)?{re.escape(change.file)}:(?P<line>\d+)", place, told)


def _broken_at(complaint: str, first: int, lines: int) -> str:
    """The parser names a line in its words. An open bracket runs on into what follows, so that it may be past the end."""
    named = re.search(r"at line (\d+)", complaint)
    line = int(named[1]) - first + 1 if named else lines
    return f"{TYPED}:{min(max(1, line), lines)}"
