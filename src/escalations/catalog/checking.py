"""What the files promise each other: every key named exists, and no name means two things."""

from collections.abc import Iterable, Iterator, Mapping

from escalations.catalog.catalogue import Catalogue
from escalations.catalog.models import Product
from escalations.catalog.toml_files import CatalogueError, TomlFile
from escalations.catalog.words import stems_of

Name = tuple[str, ...]


def check_references(loaded: Catalogue, files: Mapping[str, TomlFile], product_files: list[TomlFile]) -> None:
    for family in loaded.families.values():
        place = files["families"].place(f"[{family.key}]")
        _expect(place, "queue", [family.queue], loaded.queues)
        _expect(place, "product group", [family.product_group], loaded.product_groups)
    for group in loaded.product_groups.values():
        place = files["product_groups"].place(f"[group.{group.key}]")
        _expect(place, "need", group.needs, loaded.needs)
        _expect(place, "boundary", group.boundaries, loaded.boundaries)
    for region in loaded.regions.values():
        place = files["regions"].place(f"[{region.key}]")
        _expect(place, "boundary", [region.boundary], loaded.boundaries)
        _expect(place, "paired region", [region.paired] if region.paired else [], loaded.regions)
    for file, product in _products_in(loaded, product_files):
        _expect(file.place(f"[{product.key}]"), "product group", [product.product_group], loaded.product_groups)


def check_names(loaded: Catalogue, region_file: TomlFile, product_files: list[TomlFile]) -> None:
    full_names: dict[Name, str] = {}
    for file, product in _products_in(loaded, product_files):
        for name in product.spoken_names:
            _claim(full_names, name, _place(file, name))
    for file, product in _products_in(loaded, product_files):
        for name in product.weak:
            if place := full_names.get(stems_of(name)):
                raise CatalogueError(f"{_place(file, name)}: the weak alias {name!r} is a full alias at {place}. Keep one.")
    region_names: dict[Name, str] = {}
    for region in loaded.regions.values():
        for name in dict.fromkeys((stems_of(region.key), stems_of(region.name))):
            region_names[name] = region_file.place(f"[{region.key}]")
        for alias in region.aliases:
            _claim(region_names, alias, _place(region_file, alias))


def _products_in(loaded: Catalogue, files: Iterable[TomlFile]) -> Iterator[tuple[TomlFile, Product]]:
    return ((file, loaded.products[key]) for file in files for key in file.tables())


def _place(file: TomlFile, name: str) -> str:
    return file.place(f'"{name}"')


def _expect(place: str, what: str, keys: Iterable[str], known: Mapping[str, object]) -> None:
    for key in keys:
        if key not in known:
            raise CatalogueError(f"{place}: there is no {what} {key!r}. Use one of: {', '.join(known)}.")


def _claim(names: dict[Name, str], name: str, place: str) -> None:
    key = stems_of(name)
    if not key:
        raise CatalogueError(f"{place}: the alias {name!r} has no letters or digits. Take it out.")
    if key in names:
        raise CatalogueError(f"{place}: the alias {name!r} is already taken at {names[key]}. Keep one, or make both weak.")
    names[key] = place
