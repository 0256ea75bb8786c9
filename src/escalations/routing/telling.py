"""Evidence as a person reads it: each stretch of the text once, with all that it says for or against a family."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .learning.model import Voice

Stretch = tuple[str, int, int]
LONGEST = 60
"""Characters before a word in which a longer stretch that holds it may begin."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """`words`, which stand in `source` from `start` to `end`, speak for a family with this weight, or against it."""

    source: str
    words: str
    start: int
    end: int
    weight: float


class Stretches:
    """A word inside a name is told with the name; which stretch holds which is the same for every family."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        self._voices = voices
        self._words = {(voice.source, voice.start, voice.end): voice.words for voice in voices}
        self._holders = _holders(self._words)

    def said(self, family: int) -> list[Said]:
        """The strongest first; the weights are all there, none twice."""
        weights: dict[Stretch, float] = {}
        for voice in self._voices:
            stretch = voice.source, voice.start, voice.end
            weights[stretch] = weights.get(stretch, 0.0) + voice.weights[family]
        for stretch in sorted(weights, key=lambda one: one[2] - one[1]):
            if holders := self._holders.get(stretch):
                weights[max(holders, key=weights.__getitem__)] += weights.pop(stretch)
        said = (
            Said(source=source, words=self._words[source, start, end], start=start, end=end, weight=weight)
            for (source, start, end), weight in weights.items()
            if weight
        )
        return sorted(said, key=lambda one: (-one.weight, one.source, one.start, one.end))


def _holders(stretches: Iterable[Stretch]) -> dict[Stretch, list[Stretch]]:
    ordered = sorted(stretches)
    found: dict[Stretch, list[Stretch]] = {}
    for source, start, end in ordered:
        first = bisect_left(ordered, (source, start - LONGEST, 0))
        last = bisect_left(ordered, (source, start + 1, 0))
        around = [one for one in ordered[first:last] if one[2] >= end and one[2] - one[1] > end - start]
        if around:
            found[source, start, end] = around
    return found
