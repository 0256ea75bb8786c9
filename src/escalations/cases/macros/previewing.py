"""What applying a macro would come to: the text line by line, the case point by point. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from ..models import TURNS, Case
from .models import WAITS_ON, Macro

MARKS = {"equal": " ", "insert": "+", "delete": "-"}


@dataclass(frozen=True)
class Line:
    """`mark` is + for a new line, - for one that goes, a space for one that stays."""

    mark: str
    text: str


@dataclass(frozen=True)
class Change:
    what: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Preview:
    text: str
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    missing: tuple[str, ...]


def joined(typed: str, filled: str) -> str:
    """Below what was typed; what stands there already is not put there again."""
    if filled in typed:
        return typed
    return f"{typed.rstrip()}\n\n{filled}" if typed.strip() else filled


def lines_between(before: str, after: str) -> tuple[Line, ...]:
    old, new = before.splitlines(), after.splitlines()
    found: list[Line] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in ("delete", "replace"):
            found += [Line("-", text) for text in old[i1:i2]]
        found += [Line(" " if kind == "equal" else "+", text) for text in new[j1:j2]]
    return tuple(found)


def changes_of(case: Case, macro: Macro, waits_on: str | None, at: datetime) -> tuple[Change, ...]:
    """What it would do to the case as it stands; what holds already is no change."""
    found: list[Change] = []
    if macro.claims and macro.claims != case.claimed:
        found.append(Change("Severity the customer claims", case.claimed, macro.claims))
    if macro.wait_on and macro.wait_on != waits_on:
        until = wait_until(macro, at)
        found.append(
            Change("Turn", TURNS[case.turn], f"waits for {WAITS_ON[macro.wait_on]} until {until:%Y-%m-%d %H:%M} UTC")
        )
    return tuple(found)


def wait_until(macro: Macro, at: datetime) -> datetime:
    return (at + timedelta(hours=macro.wait_hours or 0)).replace(second=0, microsecond=0)
