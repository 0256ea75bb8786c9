"""Which case of a covered customer stands first, and why: points are added up, and every sum says of what it is made.

Worse never ranks lower: no fact that gets worse takes points away, and equal sums are told apart by the facts themselves.
"""

from datetime import datetime

from .adding_up import parts_of, raw_facts
from .plight import Plight, Score
from .weights import Weights


def score(plight: Plight, weights: Weights, at: datetime) -> Score:
    parts = [part for part in parts_of(plight, weights, at) if part.points]
    points = sum(part.points for part in parts)
    heaviest = tuple(sorted(parts, key=lambda part: -part.points))
    return Score(points, heaviest, (-points, *raw_facts(plight, at)))
