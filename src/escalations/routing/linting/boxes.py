"""Sets of cases: points on each axis, and what is said and not said. A rule is a box; what another leaves of it are boxes."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from math import prod
from typing import NamedTuple

from ...catalog.models import Catalogue
from ..conditions import Condition
from ..facts import CaseFacts
from .axes import axes_for, facts_at
from .sayings import Patterns, Phrases, Saying, Vocabulary, is_possible, members, union, words_saying

SAID = ("text", "error_code")
SILENT = (Saying(), Saying())


class Box(NamedTuple):
    """`points` are the bits of the points of all axes, one axis beside the other."""

    points: int
    sayings: tuple[Saying, ...] = SILENT


class Space:
    """Every case there can be, as far as these conditions can tell cases apart.

    Each axis has a bit above its points that no box has: adding all points to a box carries into it where the box has a point.
    """

    def __init__(self, conditions: Iterable[Condition], catalogue: Catalogue) -> None:
        asked = tuple(conditions)
        self.axes = axes_for(asked, catalogue)
        self._starts = [sum(len(axis.points) + 1 for axis in self.axes[:number]) for number in range(len(self.axes))]
        self.sides = [
            ((1 << len(axis.points)) - 1) << start for axis, start in zip(self.axes, self._starts, strict=True)
        ]
        self.everything = Box(union(self.sides))
        self._carries = union(
            (side << 1) & ~side & ~(1 << start) for side, start in zip(self.sides, self._starts, strict=True)
        )
        phrases, patterns = (_wanted(asked, fact) for fact in SAID)
        self.vocabularies: tuple[Vocabulary, ...] = (Phrases(phrases), Patterns(patterns))
        self._facts = [[facts_at([point]) for point in axis.points] for axis in self.axes]
        self._between = f" {'z' * (1 + max(map(len, phrases), default=0))} "
        self._held = cache(self.points_where)
        self.heard = cache(self._heard)

    def box_of(self, conditions: Iterable[Condition]) -> Box:
        points, sayings = self.everything
        for condition in conditions:
            if condition.fact in SAID:
                sayings = self._said(sayings, condition)
            else:
                points &= self._held(condition)
        return Box(points, sayings)

    def points_where(self, condition: Condition) -> int:
        """Asked of the condition itself, so that it means here what it means when a case is routed."""
        return self.where(condition.fact, lambda facts: condition.asked_of(facts).holds)

    def where(self, fact: str, holds: Callable[[CaseFacts], bool]) -> int:
        """All points but those of the fact's axis at which it does not hold."""
        number = self._number_of(fact)
        held = union(1 << point for point, facts in enumerate(self._facts[number]) if holds(facts))
        return self.everything.points & ~self.sides[number] | held << self._starts[number]

    def facts_on(self, fact: str, box: Box) -> Iterator[CaseFacts]:
        """A case for each point of the box on one axis."""
        number = self._number_of(fact)
        return (
            self._facts[number][point] for point in members((box.points & self.sides[number]) >> self._starts[number])
        )

    def is_empty(self, box: Box) -> bool:
        return self.sides_of(box.points) < len(self.sides) or not self._is_possible(box.sayings)

    def sides_of(self, points: int) -> int:
        """On how many axes there is a point."""
        return ((points + self.everything.points) & self._carries).bit_count()

    def size(self, box: Box) -> int:
        """How many cases, words aside."""
        return prod((box.points & side).bit_count() for side in self.sides)

    def meeting(self, one: Box, other: Box) -> Box | None:
        """The cases of both, if there are any."""
        points = one.points & other.points
        if (points + self.everything.points) & self._carries != self._carries:
            return None
        if other.sayings is SILENT:
            return Box(points, one.sayings)
        sayings = tuple(map(Saying.meeting, one.sayings, other.sayings))
        return Box(points, sayings) if self._is_possible(sayings) else None

    def pieces(self, box: Box, taken: Box) -> Iterator[Box]:
        """What `taken` leaves of the box, in parts that do not overlap."""
        points, sayings = box
        for side in self.sides:
            if left := points & side & ~taken.points:
                yield Box(points & ~side | left, sayings)
                points &= ~left
        for number, vocabulary in enumerate(self.vocabularies):
            for piece in sayings[number].pieces(taken.sayings[number]):
                if is_possible(piece, vocabulary):
                    yield Box(points, _with(sayings, number, piece))
            sayings = _with(sayings, number, sayings[number].meeting(taken.sayings[number]))

    def contains(self, outer: Box, inner: Box) -> bool:
        return not inner.points & ~outer.points and next(self.pieces(inner, outer), None) is None

    def are_equal(self, one: Box, other: Box) -> bool:
        return self.contains(one, other) and self.contains(other, one)

    def hears(self, sayings: tuple[Saying, ...], heard: tuple[int, ...]) -> bool:
        return sayings is SILENT or all(map(Saying.fits, sayings, heard))

    def facts_in(self, box: Box) -> CaseFacts:
        """A case of the box, which must not be empty."""
        bits = ((box.points & side) >> start for side, start in zip(self.sides, self._starts, strict=True))
        points = (axis.points[next(members(bit))] for axis, bit in zip(self.axes, bits, strict=True))
        text, codes = map(words_saying, box.sayings, self.vocabularies)
        return facts_at(points, self._between.join(text), codes)

    def _number_of(self, fact: str) -> int:
        return next(number for number, axis in enumerate(self.axes) if fact in axis.facts)

    def _is_possible(self, sayings: tuple[Saying, ...]) -> bool:
        return all(map(is_possible, sayings, self.vocabularies))

    def _heard(self, sayings: tuple[Saying, ...]) -> tuple[int, ...]:
        """All that the words of `facts_in` say."""
        words = map(words_saying, sayings, self.vocabularies)
        return tuple(
            union(map(vocabulary.heard, said)) for vocabulary, said in zip(self.vocabularies, words, strict=True)
        )

    def _said(self, sayings: tuple[Saying, ...], condition: Condition) -> tuple[Saying, ...]:
        number = SAID.index(condition.fact)
        bits, saying = self.vocabularies[number].bits_of(condition.wanted), sayings[number]
        return _with(sayings, number, saying.with_none(bits) if condition.unless else saying.with_some(bits))


def _with(sayings: tuple[Saying, ...], number: int, saying: Saying) -> tuple[Saying, ...]:
    return (*sayings[:number], saying, *sayings[number + 1 :])


def _wanted(conditions: Iterable[Condition], fact: str) -> list[str]:
    return [value for condition in conditions if condition.fact == fact for value in condition.wanted]
