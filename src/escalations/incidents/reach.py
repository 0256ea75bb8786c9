"""How far an incident reaches, in keys of the catalogue and in the names people read."""

from collections.abc import Iterable, Sequence

from ..catalog.loading import catalogue


def family_name(key: str) -> str:
    known = catalogue().families.get(key)
    return known.name if known else key


def product_name(key: str) -> str:
    known = catalogue().products.get(key)
    return known.name if known else key


def region_name(key: str) -> str:
    known = catalogue().regions.get(key)
    return known.name if known else key


def families_of(products: Iterable[str]) -> set[str]:
    known = catalogue().products
    return {known[key].family for key in products if key in known}


def what_in_words(families: Sequence[str], products: Sequence[str]) -> str:
    return _few([*map(product_name, products), *map(family_name, families)])


def where_in_words(regions: Sequence[str]) -> str:
    return _few([region_name(key) for key in regions]) if regions else "all regions"


def _few(names: list[str], at_most: int = 3) -> str:
    more = len(names) - at_most
    return ", ".join(names[:at_most]) + (f" and {more} more" if more > 0 else "")
