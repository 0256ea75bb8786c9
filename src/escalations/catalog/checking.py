"""What the files promise each other: every key named exists, and no name means two things."""

from collections.abc import Iterable, Iterator, Mapping

from .models import Catalogue, Product
from .toml_files import CatalogueError, TomlFile
from .words import Stems, stems_of

Named = tuple[TomlFile, str]


def check_references(loaded: Catalogue, files: Mapping[str, TomlFile], product_files: list[TomlFile]) -> None:
    for family in loaded.families.values():
        _expect(files["families"], family.key, "queue", [family.queue], loaded.queues)
        _expect(files["families"], family.key, "product group", [family.product_group], loaded.product_groups)
    for group in loaded.product_groups.values():
        _expect(files["product_groups"], f"group.{group.key}", "need", group.needs, loaded.needs)
        _expect(files["product_groups"], f"group.{group.key}", "boundary", group.boundaries, loaded.boundaries)
        _expect(files["product_groups"], f"group.{group.key}", "product", group.for_product, loaded.products)
        for needs in (*group.for_product.values(), *group.for_reason.values()):
            _expect(files["product_groups"], f"group.{group.key}", "need", needs, loaded.needs)
    for region in loaded.regions.values():
        _expect(files["regions"], region.key, "boundary", [region.boundary], loaded.boundaries)
        _expect(files["regions"], region.key, "paired region", [region.paired or region.key], loaded.regions)
    for file, product in _products_in(loaded, product_files):
        _expect(file, product.key, "product group", [product.product_group], loaded.product_groups)


def check_product_names(loaded: Catalogue, files: list[TomlFile]) -> None:
    """A full name belongs to one product; a weak one may be shared, but not with a full one."""
    taken: dict[Stems, Named] = {}
    for file, product in _products_in(loaded, files):
        for name in product.spoken_names:
            _claim(taken, file, name)
    for file, product in _products_in(loaded, files):
        for name in product.weak:
            if stems_of(name) in taken:
                raise _already_taken(taken, file, name)


def check_region_names(loaded: Catalogue, file: TomlFile) -> None:
    taken: dict[Stems, Named] = {}
    for region in loaded.regions.values():
        for name in {stems_of(name): name for name in (region.key, region.name)}.values():
            _claim(taken, file, name)
    for region in loaded.regions.values():
        for alias in region.aliases:
            _claim(taken, file, alias)


def _products_in(loaded: Catalogue, files: Iterable[TomlFile]) -> Iterator[tuple[TomlFile, Product]]:
    return ((file, loaded.products[key]) for file in files for key in file.tables())


def _expect(file: TomlFile, heading: str, what: str, keys: Iterable[str], known: Mapping[str, object]) -> None:
    for key in keys:
        if key not in known:
            place = file.place(f"[{heading}]")
            raise CatalogueError(f"{place}: there is no {what} {key!r}. Use one of: {', '.join(known)}.")


def _claim(taken: dict[Stems, Named], file: TomlFile, name: str) -> None:
    stems = stems_of(name)
    if not stems:
        raise CatalogueError(f"{_place(file, name)}: the alias {name!r} has no letters or digits. Take it out.")
    if stems in taken:
        raise _already_taken(taken, file, name)
    taken[stems] = (file, name)


def _already_taken(taken: dict[Stems, Named], file: TomlFile, name: str) -> CatalogueError:
    owner = _place(*taken[stems_of(name)])
    return CatalogueError(f"{_place(file, name)}: the alias {name!r} is already taken at {owner}. Keep one of them.")


def _place(file: TomlFile, name: str) -> str:
    return file.place(f'"{name}"')
