"""From scores to chances that can be believed: what is said to be 80 % likely is right four times in five."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .model import Bin, chances_of

TENTHS = 10
RIGHT_WHEN_SURE = 0.98
"""A little more than is promised, since the next texts are never quite like those one has."""
LEAST_SURE, MOST_SURE = 0.6, 0.97
_STEPS = [0.4 + step / 20 for step in range(53)]


@dataclass(frozen=True)
class Guess:
    """Scores for a text that the model had not seen, and where the right family stands in them; `fair` are all that count as right."""

    scores: tuple[float, ...]
    right: int
    fair: frozenset[int]

    def chances(self, warmth: float) -> list[float]:
        return chances_of([score * warmth for score in self.scores])


@dataclass(frozen=True)
class Said:
    confidence: float
    is_right: bool


def warmth_of(guesses: Sequence[Guess]) -> float:
    """What the scores are multiplied by so that their chances are the least surprised by what was right."""
    return min(_STEPS, key=lambda warmth: sum(_surprise(guess, warmth) for guess in guesses)) if guesses else 1.0


def said_of(guesses: Iterable[Guess], warmth: float) -> list[Said]:
    said = []
    for guess in guesses:
        chances = guess.chances(warmth)
        best = max(range(len(chances)), key=chances.__getitem__)
        said.append(Said(chances[best], best in guess.fair))
    return said


def sure_at(said: Iterable[Said]) -> float:
    """The lowest confidence from which on one is right often enough."""
    threshold, right = MOST_SURE, 0
    for number, one in enumerate(sorted(said, key=lambda one: -one.confidence), 1):
        right += one.is_right
        if right / number >= RIGHT_WHEN_SURE:
            threshold = one.confidence
    return round(min(max(threshold, LEAST_SURE), MOST_SURE), 3)


def bins_of(said: Sequence[Said]) -> tuple[Bin, ...]:
    tenths: list[list[Said]] = [[] for _ in range(TENTHS)]
    for one in said:
        tenths[min(int(one.confidence * TENTHS), TENTHS - 1)].append(one)
    return tuple(_bin(tenth) for tenth in tenths)


def error_of(bins: Sequence[Bin]) -> float:
    texts = sum(one.texts for one in bins) or 1
    return sum(one.texts * abs(one.confidence - one.right) for one in bins) / texts


def _surprise(guess: Guess, warmth: float) -> float:
    chances = guess.chances(warmth)
    return -math.log(max(sum(chances[family] for family in guess.fair), 1e-9))


def _bin(said: Sequence[Said]) -> Bin:
    number = len(said) or 1
    confidence, right = sum(one.confidence for one in said) / number, sum(one.is_right for one in said) / number
    return Bin(texts=len(said), confidence=round(confidence, 3), right=round(right, 3))
