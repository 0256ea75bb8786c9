"""From what a vendor calls its services and regions to keys of our catalogue. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...catalog.models import Catalogue

_MAKERS = re.compile(
    r"^(microsoft azure|azure|microsoft|google cloud|google|amazon web services|amazon|aws)\s+", re.IGNORECASE
)
_EVERYWHERE = frozenset({"global", "all", "worldwide"})
_NOWHERE = frozenset({"multi-region"})
"""Says no place."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Keys of the catalogue, and the names that none was found for."""

    families: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    unknown_services: tuple[str, ...] = ()
    unknown_regions: tuple[str, ...] = ()


def place(
    services: Iterable[str], regions: Iterable[str], families: Iterable[str], *, boundary: str, words: Mapping[str, str], otherwise: str,
    known: Catalogue,
) -> Place:  # fmt: skip
    """The feed's own words count before the catalogue's names. `otherwise` is taken when nothing at all is recognised. What is hit everywhere
    is hit in no region alone, whatever else is named beside."""
    asked = {word.lower(): key for word, key in words.items()}
    services, regions = list(services), [name for name in regions if name.lower() not in _NOWHERE]
    if any(name.lower() in _EVERYWHERE for name in regions):
        regions = []
    found = {name: asked.get(name.lower()) or _product(name, known) for name in services}
    there = {name: _region(asked.get(name.lower(), name), boundary, known) for name in regions}
    keys = [key for key in found.values() if key]
    in_families = [*(key for key in families if key in known.families), *(key for key in keys if key in known.families)]
    products = [key for key in keys if key in known.products]
    if not in_families and not products and otherwise in known.families:
        in_families = [otherwise]
    return Place(
        families=_once(in_families), products=_once(products), regions=_once(key for key in there.values() if key),
        unknown_services=_once(name for name, key in found.items() if not key),
        unknown_regions=_once(name for name, key in there.items() if not key),
    )  # fmt: skip


def _product(name: str, known: Catalogue) -> str | None:
    product = known.product_named(name) or known.product_named(_MAKERS.sub("", name))
    return product.key if product else None


def _region(name: str, boundary: str, known: Catalogue) -> str | None:
    region = known.regions.get(name) or known.region_named(name)
    return region.key if region and region.boundary == boundary else None


def _once(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def refuse_unknown_words(words: Mapping[str, str], otherwise: str, boundary: str, known: Catalogue) -> str | None:
    """What is wrong with them in words, or None."""
    for word, key in words.items():
        if key not in known.products and key not in known.families and key not in known.regions:
            return f"{word} = {key}: there is no family, product or region {key} in the catalogue."
        if key in known.regions and known.regions[key].boundary != boundary:
            return f"{word} = {key}: that region is of {known.regions[key].boundary}, the feed is of {boundary}."
    if otherwise and otherwise not in known.families:
        return f"There is no technology family {otherwise}."
    return None
