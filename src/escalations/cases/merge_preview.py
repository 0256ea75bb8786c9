"""What a merge would do, before it is done: what is seen together, which clocks count, who is told. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..clocks.kinds import KINDS
from ..clocks.models import Clock
from .models import Case


@dataclass(frozen=True)
class Side:
    """A case that would be seen together with others. `problem` says why it cannot be."""

    case: Case
    owner: str | None
    entries: int
    problem: str = ""


@dataclass(frozen=True)
class ClockAfter:
    """The due time of one kind that would count, and whose it is."""

    words: str
    due_at: datetime | None
    whose: str
    moves: bool


@dataclass(frozen=True)
class MergePreview:
    survivor: Side
    others: Sequence[Side]
    clocks: Sequence[ClockAfter]

    @property
    def problems(self) -> list[str]:
        return [side.problem for side in self.others if side.problem]

    @property
    def entries(self) -> int:
        return self.survivor.entries + sum(side.entries for side in self.others)

    @property
    def severer(self) -> Case | None:
        """One whose severity is higher than the survivor's, which a merge does not change."""
        worst = min((side.case for side in self.others), key=lambda case: case.severity, default=None)
        return worst if worst and worst.severity < self.survivor.case.severity else None

    @property
    def owners(self) -> list[str]:
        """Who would no longer find a case of theirs in their list."""
        theirs = {side.owner: None for side in self.others if side.owner and side.owner != self.survivor.owner}
        return [name for name in theirs if name]


def clocks_after(survivor: Case, clocks: Mapping[int, Iterable[Clock]]) -> list[ClockAfter]:
    """Of each kind the earliest; one that stands still counts only where nothing of its kind runs."""
    mine = {clock.kind for clock in clocks.get(survivor.id, ()) if clock.is_open}
    found: dict[str, list[tuple[datetime | None, int]]] = {}
    for case_id, theirs in clocks.items():
        for clock in theirs:
            if clock.is_open and clock.holder == "support":
                found.setdefault(clock.kind, []).append((clock.due_at, case_id))
    told = []
    for kind, standing in found.items():
        due, whose = min(standing, key=lambda one: (one[0] is None, one[0] or datetime.max, one[1] != survivor.id))
        moves = whose != survivor.id or kind not in mine
        told.append(ClockAfter(KINDS[kind].words.capitalize(), due, f"C-{whose}", moves))  # type: ignore[index]
    return told
