"""Regions and clouds that a text mentions."""

from dataclasses import dataclass
from functools import lru_cache

from ..catalog.models import Catalogue
from ..catalog.words import Word
from .phrases import PhraseIndex


@dataclass(frozen=True, kw_only=True)
class Place:
    boundary: str
    region: str | None = None


@dataclass(frozen=True, kw_only=True)
class Hint:
    """The text says `words`, which is the place `key`."""

    key: str
    words: str


def places_in(text: str, words: list[Word], catalogue: Catalogue) -> tuple[list[Hint], list[Hint]]:
    """The regions, and the boundaries other than the public one."""
    regions: dict[str, Hint] = {}
    boundaries: dict[str, Hint] = {}
    for match in _places_of(catalogue).matches(words):
        written = text[words[match.first].start : words[match.last].end]
        for place in match.meanings:
            if place.region:
                regions.setdefault(place.region, Hint(key=place.region, words=written))
            if place.boundary != "public":
                boundaries.setdefault(place.boundary, Hint(key=place.boundary, words=written))
    return list(regions.values()), list(boundaries.values())


@lru_cache(maxsize=4)
def _places_of(catalogue: Catalogue) -> PhraseIndex[Place]:
    regions = (
        (name, Place(boundary=region.boundary, region=region.key))
        for region in catalogue.regions.values()
        for name in region.spoken_names
    )
    hints = (
        (hint, Place(boundary=boundary.key)) for boundary in catalogue.boundaries.values() for hint in boundary.hints
    )
    return PhraseIndex((*regions, *hints))
