"""Scores beside each other: in order, in bands, and why one is above the next."""

from collections import Counter
from collections.abc import Sequence

from .plight import Score
from .weights import Weights


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
    acts: Counter[str] = Counter()
    for part in scored.parts:
        acts[part.act] += part.points
    del acts[""]
    act, points = max(acts.items(), key=lambda pair: pair[1], default=("", 0))
    return f"{act} takes off {points} points" if points else ""


def worst_first(scores: Sequence[Score]) -> list[int]:
    """Positions of the scores in the order of the board."""
    return sorted(range(len(scores)), key=lambda position: scores[position].order)
