"""The smallest thing that would close a gap: who could take it, and what keeps those who nearly could. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from .abilities import Able
from .gaps import Gap, Stint

MOST = 3
LONGEST = timedelta(hours=16)
"""A longer gap is no shift that somebody takes: it wants a rotation."""


@dataclass(frozen=True)
class Taker:
    """`load` is how long they are on call in the weeks that are looked at."""

    person_id: int
    name: str
    load: timedelta


@dataclass(frozen=True)
class Nearly:
    """Somebody on call then who does not count, and why."""

    person_id: int
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Remedy:
    gap: Gap
    takers: Sequence[Taker]
    able: int
    nearly: Sequence[Nearly]

    @property
    def wants_a_rotation(self) -> bool:
        return self.gap.span.length > LONGEST


def remedy(gap: Gap, stints: Sequence[Stint], people: Mapping[int, Able]) -> Remedy:
    busy = {stint.person_id for stint in stints if stint.span.meets(gap.span)}
    able = [one for one in people.values() if one.counts(gap.need, gap.span)]
    free = [one for one in able if one.person_id not in busy and not one.is_away(gap.span)]
    takers = sorted(
        (Taker(one.person_id, one.name, _load(one.person_id, stints)) for one in free),
        key=lambda taker: (taker.load, taker.name),
    )
    return Remedy(gap=gap, takers=takers[:MOST], able=len(able), nearly=list(_nearly(gap, stints, people))[:MOST])


def _load(person_id: int, stints: Iterable[Stint]) -> timedelta:
    return sum((stint.span.length for stint in stints if stint.person_id == person_id), timedelta())


def _nearly(gap: Gap, stints: Sequence[Stint], people: Mapping[int, Able]) -> Iterable[Nearly]:
    for stint in stints:
        one = people.get(stint.person_id)
        if one and stint.span.meets(gap.span) and stint.boundary in ("everywhere", gap.need.boundary):
            lacks = list(one.lacks(gap.need, stint.span))
            knows = one.levels.get(gap.need.family, 0) > 0 or "family" not in lacks
            if len(lacks) == 1 and lacks[0] != "role" and knows:
                yield Nearly(one.person_id, one.name, _why(one, gap, stint, lacks[0]))


def _why(one: Able, gap: Gap, stint: Stint, lacks: str) -> str:
    need = gap.need
    if lacks == "boundary":
        end = one.clearance_ends(need.boundary, stint.span)
        return f"the clearance ends {end:%-d %b %H:%M} UTC, within the shift" if end else "holds no clearance"
    if lacks == "family":
        return f"is at level {one.levels.get(need.family, 0)} of {need.level}"
    return f"does not speak {need.language}"
