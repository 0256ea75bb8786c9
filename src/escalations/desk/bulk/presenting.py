"""What many cases came to, as pages and toasts tell it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...cases.queries import CaseLine
from .choosing import Chosen
from .models import Bulk, BulkCase
from .trying import Tried
from .verbs import ACTIONS

TONES = {"done": "ok", "same": "", "refused": "bad", "stale": "warn", "": ""}
HEADS = {"done": "changes", "same": "so already", "refused": "refused", "stale": "skipped", "": ""}


@dataclass(frozen=True)
class BulkLine:
    """One case of many. `token` names it with the version that was looked at."""

    ref: str
    token: str
    outcome: str
    why: str
    case: CaseLine | None
    undone: str = ""
    undone_why: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.outcome]

    @property
    def head(self) -> str:
        return HEADS[self.outcome]


def previewed(cases: Sequence[Chosen], tried: Sequence[Tried], known: Mapping[int, CaseLine]) -> list[BulkLine]:
    """What is refused stands first. Before anything was tried, only which cases they are."""
    if not tried:
        return [BulkLine(one.ref, f"{one.ref}.{one.version}", "", "", known.get(one.case_id)) for one in cases]
    lines = [
        BulkLine(told.ref, f"{told.ref}.{told.case.version if told.case else one.version}", told.outcome, told.why, known.get(one.case_id))
        for one, told in zip(cases, tried, strict=True)
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.outcome == "done", line.outcome == "same"))


def recorded(rows: Iterable[BulkCase], known: Mapping[int, CaseLine]) -> list[BulkLine]:
    lines = [
        BulkLine(row.ref, "", row.outcome, row.why, known.get(row.case_id), row.undone, row.undone_why) for row in rows
    ]
    return sorted(lines, key=lambda line: (line.outcome == "done", line.outcome == "same"))


def summed_up(bulk: Bulk, outcomes: Sequence[str]) -> str:
    """`8 of 10 cases assigned: 1 refused, 1 had changed.`"""
    done = outcomes.count("done")
    verb = ACTIONS[bulk.action].done
    if told := ", ".join(_rest(outcomes)):
        return f"{done} of {bulk.chosen} cases {verb}: {told}."
    return f"1 case {verb}." if done == 1 else f"{done} cases {verb}."


def _rest(outcomes: Sequence[str]) -> Iterator[str]:
    if count := outcomes.count("refused"):
        yield f"{count} refused"
    if count := outcomes.count("stale"):
        yield f"{count} had changed"
    if count := outcomes.count("same"):
        yield f"{count} so already"


def taken_back(rows: Sequence[BulkCase]) -> str:
    kept = [row.ref for row in rows if row.undone == "kept"]
    if not rows:
        return "It was taken back already."
    stay = f" {', '.join(kept)} stays as it is." if kept else ""
    return f"Taken back on {_cases(len(rows) - len(kept))}.{stay}"


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"
