"""Where customers are counted: a technology family in one part of a boundary, and in all of it together."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..catalog.loading import catalogue

EVERYWHERE = ""


@dataclass(frozen=True, order=True)
class Cell:
    """`place` is a region group of the catalogue. Without one it is the family in the whole boundary."""

    boundary: str
    family: str
    place: str = EVERYWHERE

    def may_be_the_same_as(self, other: "Cell") -> bool:
        """One is the other, or the other's roll-up: what is open in one is not opened again in the other."""
        same_family = (self.boundary, self.family) == (other.boundary, other.family)
        return same_family and (self.place == other.place or EVERYWHERE in (self.place, other.place))


def places_of(boundary: str) -> dict[str, str]:
    """The part of the world of each region of the boundary."""
    return {region.key: region.group for region in catalogue().regions.values() if region.boundary == boundary}


def only_place_of(boundary: str) -> str:
    """Where a boundary is in one part of the world, everybody is there and there is nothing to roll up."""
    places = set(places_of(boundary).values())
    return places.pop() if len(places) == 1 else EVERYWHERE


def cells_of(boundary: str, family: str, region: str | None) -> list[Cell]:
    """The cells in which a case counts. A case whose region is not known counts in the whole boundary alone."""
    only = only_place_of(boundary)
    place = only or places_of(boundary).get(region or "", EVERYWHERE)
    return [Cell(boundary, family, one) for one in dict.fromkeys((place, only))]


def regions_in(boundary: str, place: str) -> set[str]:
    return {key for key, group in places_of(boundary).items() if place in (EVERYWHERE, group)}


def places_hit(boundary: str, regions: Iterable[str]) -> set[str]:
    """The parts of the world that an incident of these regions hits; none named are all of them."""
    places, named = places_of(boundary), set(regions)
    return {group for key, group in places.items() if key in named or not named}
