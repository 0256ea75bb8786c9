"""What can be ticked on the form of an incident, in folds of the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..catalog.loading import catalogue
from ..catalog.models import Region


@dataclass(frozen=True)
class Option:
    key: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class OptionGroup:
    """A fold of the form: open while something in it is chosen."""

    id: str
    title: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)


def family_options(chosen: Any) -> OptionGroup:
    return _group("families", "Technology families", catalogue().families.values(), chosen)


def product_options(chosen: Any) -> list[OptionGroup]:
    known = catalogue()
    return [
        _group(f"products-{key}", f"Products: {family.name}", known.products_of(key), chosen)
        for key, family in known.families.items()
    ]


def region_options(boundaries: Iterable[str], chosen: Any) -> list[OptionGroup]:
    """By boundary and part of the world, only for boundaries that the person may see."""
    known = catalogue()
    parts: dict[tuple[str, str], list[Region]] = {}
    for region in known.regions.values():
        parts.setdefault((region.boundary, region.group), []).append(region)
    return [
        _group(
            f"regions-{boundary}-{number}", f"{known.boundary(boundary).name}: {part}", parts[boundary, part], chosen
        )
        for number, (boundary, part) in enumerate(parts)
        if boundary in set(boundaries)
    ]


def _group(id: str, title: str, entries: Iterable[Any], chosen: Any) -> OptionGroup:
    return OptionGroup(id, title, tuple(Option(entry.key, entry.name, entry.key in chosen) for entry in entries))
