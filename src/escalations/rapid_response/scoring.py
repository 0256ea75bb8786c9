"""Which case of a covered customer stands first, and why: points are added up, and every sum says of what it is made.

Worse never ranks lower: no fact that gets worse takes points away, and equal sums are told apart by the facts themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..clocks.kinds import KINDS
from ..platform.time import spell
from .weights import Weights

FAR = timedelta(days=3650)
REPLY_MEETS = ("first_response", "next_update", "promise")


@dataclass(frozen=True, kw_only=True)
class Plight:
    """What is known of a case when the board is drawn. `silent_since` is None while it is for the customer to answer."""

    case_id: int
    severity: str
    due_at: datetime | None = None
    due_kind: str | None = None
    silent_since: datetime | None = None
    reopened: int = 0
    escalated: bool = False
    requested: bool = False


@dataclass(frozen=True)
class Part:
    """`says` is the fact in words."""

    factor: str
    points: int
    says: str
    ends_with_reply: bool = False


@dataclass(frozen=True)
class Score:
    points: int
    parts: tuple[Part, ...]
    """The heaviest first; only those that count."""
    order: tuple[float, ...]
    """Ascending: what sorts first is worst."""

    @property
    def sentence(self) -> str:
        return ", ".join(part.says for part in self.parts[:3])

    @property
    def sum(self) -> str:
        return " + ".join(f"{part.says} {part.points}" for part in self.parts) + f" = {self.points}"

    def of(self, factor: str) -> int:
        return next((part.points for part in self.parts if part.factor == factor), 0)


def score(plight: Plight, weights: Weights, at: datetime) -> Score:
    parts = [part for part in _parts(plight, weights, at) if part.points]
    points = sum(part.points for part in parts)
    heaviest = tuple(sorted(parts, key=lambda part: -part.points))
    return Score(points, heaviest, (-points, *_raw(plight, at)))


def band(points: int, weights: Weights) -> str:
    if points >= weights.bands.now:
        return "now"
    return "next" if points >= weights.bands.next else "later"


def why_above(first: Score, second: Score, other: str) -> str:
    """What puts one case above the next one."""
    ahead = first.points - second.points
    leads = max(first.parts, key=lambda part: part.points - second.of(part.factor), default=None)
    if ahead == 0 or leads is None:
        return f"level with {other}, told apart by severity, due time and silence"
    return f"{ahead} points above {other}, most of all by {leads.says}"


def what_would_move(scored: Score) -> str:
    """The act that takes off most; empty when nothing that we could do at once counts."""
    acts = {
        "a reply to the customer": sum(part.points for part in scored.parts if part.ends_with_reply),
        "taking the request": scored.of("requested"),
    }
    act, points = max(acts.items(), key=lambda pair: pair[1])
    return f"{act} takes off {points} points" if points else ""


def worst_first(scores: Sequence[Score]) -> list[int]:
    """Positions of the scores in the order of the board."""
    return sorted(range(len(scores)), key=lambda position: scores[position].order)


def _parts(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    return [
        Part("severity", weights.severity.of(plight.severity), f"severity {plight.severity}"),
        *_clock(plight, weights, at),
        *_silence(plight, weights, at),
        Part("reopened", weights.reopened.at(plight.reopened), f"reopened {plight.reopened} ×"),
        Part("escalated", weights.escalated.points * plight.escalated, "a product group has it"),
        Part(
            "requested", weights.requested.points * plight.requested, "rapid response was asked and nobody has taken it"
        ),
    ]


def _clock(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    if plight.due_at is None:
        return []
    left, mended = plight.due_at - at, plight.due_kind in REPLY_MEETS
    what = KINDS[plight.due_kind].words if plight.due_kind in KINDS else "next step"
    if left > timedelta():
        return [Part("clock", weights.due.at(_minutes(left)), f"{what} due in {spell(left)}", mended)]
    late = weights.due.at(0) + weights.overdue.at(_minutes(-left))
    return [Part("clock", late, f"{what} late by {spell(left)}", mended)]


def _silence(plight: Plight, weights: Weights, at: datetime) -> list[Part]:
    if plight.silent_since is None:
        return []
    silent = at - plight.silent_since
    return [Part("silence", weights.silence.at(_minutes(silent)), f"no word from us for {spell(silent)}", True)]


def _raw(plight: Plight, at: datetime) -> tuple[float, ...]:
    """The facts themselves, for cases whose points are equal; the oldest case last of all."""
    due = (plight.due_at - at) if plight.due_at else FAR
    silent = (at - plight.silent_since) if plight.silent_since else timedelta()
    return (
        "ABC".index(plight.severity), -plight.requested, due.total_seconds(), -silent.total_seconds(), -plight.reopened, -plight.escalated,
        plight.case_id,
    )  # fmt: skip


def _minutes(span: timedelta) -> float:
    return span.total_seconds() / 60
