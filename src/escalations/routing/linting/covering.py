"""Whether some boxes together hold all of another, decided exactly."""

from collections.abc import Iterable, Iterator, Sequence

from ..facts import CaseFacts
from .boxes import Box, Space
from .sayings import Saying, members


def gap_in(space: Space, box: Box, covers: Sequence[Box], used: list[Box] | None = None) -> Box | None:
    """A part of the box with a case in it that no cover holds; None when they hold all of it, by those of them in `used`."""
    used = [] if used is None else used
    met = [(part, cover) for cover in covers if (part := space.meeting(box, cover))]
    if _heard(space, box, (part for part, _ in met)) < space.size(box):
        return box
    around = next((cover for part, cover in met if part.points == box.points and space.contains(cover, box)), None)
    if around:
        used.append(around)
        return None
    next_taken = _easiest(space, box, met)
    rest = [cover for _, cover in met if cover is not next_taken]
    used.append(next_taken)
    return next((gap for piece in space.pieces(box, next_taken) if (gap := gap_in(space, piece, rest, used))), None)


def case_in(space: Space, gap: Box, covers: Sequence[Box]) -> CaseFacts:
    """A case in a gap that was found: axis by axis to the point of which the covers have least."""
    heard = space.heard(gap.sayings)
    for side in space.sides:
        covers = [part for part in _parts(space, gap, covers) if space.hears(part.sayings, heard)]
        pinned = (Box(gap.points & ~side | 1 << point, gap.sayings) for point in members(gap.points & side))
        gap = min(
            pinned, key=lambda one: sum(space.size(part) for part in _parts(space, one, covers)) / space.size(one)
        )
    return space.facts_in(gap)


def _parts(space: Space, box: Box, covers: Iterable[Box]) -> Iterator[Box]:
    return (part for cover in covers if (part := space.meeting(box, cover)))


def _heard(space: Space, box: Box, parts: Iterable[Box]) -> int:
    """How many cases the parts have of those that say what is said in the box and no more; some may be counted twice.

    When they are fewer than the box has of these, something is left of it, and no search is needed to know so.
    """
    heard = space.heard(box.sayings)
    return sum(space.size(part) for part in parts if space.hears(part.sayings, heard))


def _easiest(space: Space, box: Box, met: Sequence[tuple[Box, Box]]) -> Box:
    """The cover that leaves the fewest pieces, of those the one that takes most: this keeps the search small."""
    pieces = [_pieces(space, box, part) for part, _ in met]
    fewest = min(pieces)
    alike = (one for one, count in zip(met, pieces, strict=True) if count == fewest)
    return max(alike, key=lambda one: space.size(one[0]))[1]


def _pieces(space: Space, box: Box, part: Box) -> int:
    axes = space.sides_of(box.points ^ part.points)
    return axes if part.sayings is box.sayings else axes + sum(map(Saying.more_than, part.sayings, box.sayings))
