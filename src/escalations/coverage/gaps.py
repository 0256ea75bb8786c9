"""What is required minus who is on call. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .abilities import Able
from .requirements import Requirement
from .spans import Span, minus


@dataclass(frozen=True)
class Stint:
    """A shift as coverage sees it. `boundary` is its rotation's: one of everywhere counts in all of them."""

    person_id: int
    rotation_id: int
    boundary: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class Gap:
    need: Requirement
    span: Span
    missing: int


def counted(need: Requirement, stints: Iterable[Stint], people: Mapping[int, Able]) -> list[Stint]:
    """Those of people who are able from the beginning of the shift to its end."""
    return [
        stint
        for stint in stints
        if stint.boundary in ("everywhere", need.boundary)
        and stint.person_id in people
        and people[stint.person_id].counts(need, stint.span)
    ]


def gaps_of(need: Requirement, stints: Iterable[Stint], people: Mapping[int, Able], whole: Span) -> list[Gap]:
    spans = [stint.span for stint in counted(need, stints, people)]
    return [gap for hours in need.hours.between(whole) for gap in _gaps_in(need, hours, spans)]


def _gaps_in(need: Requirement, hours: Span, covered: Sequence[Span]) -> Iterator[Gap]:
    inside = [part for span in covered if (part := span.within(hours))]
    edges = sorted({hours.start, hours.end, *(span.start for span in inside), *(span.end for span in inside)})
    open_gap: Gap | None = None
    for start, end in pairwise(edges):
        missing = need.heads - sum(span.start <= start and end <= span.end for span in inside)
        if open_gap and missing != open_gap.missing:
            yield open_gap
            open_gap = None
        if missing > 0:
            open_gap = Gap(need=need, span=Span(open_gap.span.start if open_gap else start, end), missing=missing)
    if open_gap:
        yield open_gap


def new_gaps(before: Sequence[Gap], after: Sequence[Gap]) -> list[Gap]:
    """What of the later ones was covered better before."""
    found = []
    for gap in after:
        known = [one.span for one in before if one.need.key == gap.need.key and one.missing >= gap.missing]
        found += [Gap(need=gap.need, span=span, missing=gap.missing) for span in minus(gap.span, known)]
    return found
