"""From the files under routing_rules/ to one checked catalogue."""

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from escalations.catalog.catalogue import Catalogue
from escalations.catalog.checking import check_names, check_references
from escalations.catalog.models import Boundary, Family, Need, Plan, Product, ProductGroup, Queue, Region
from escalations.catalog.toml_files import CatalogueError, TomlFile, entry
from escalations.platform.resources import resource_dir

_FILES = ("families", "product_groups", "clouds", "regions", "queues", "plans")


@cache
def catalogue() -> Catalogue:
    return load_catalogue(resource_dir("routing_rules"))


def load_catalogue(directory: Path) -> Catalogue:
    files = {name: TomlFile(directory / f"{name}.toml", directory) for name in _FILES}
    product_files = [TomlFile(path, directory) for path in sorted((directory / "products").glob("*.toml"))]
    families = files["families"].entries(Family)
    loaded = Catalogue(
        families=families,
        products=_products(product_files, families),
        product_groups=files["product_groups"].entries(ProductGroup, under="group"),
        needs=files["product_groups"].entries(Need, under="need"),
        boundaries=files["clouds"].entries(Boundary),
        regions=files["regions"].entries(Region),
        queues=_queues(files["queues"], families),
        plans=files["plans"].entries(Plan),
    )
    check_references(loaded, files, product_files)
    check_names(loaded, files["regions"], product_files)
    return loaded


def _products(files: list[TomlFile], families: dict[str, Family]) -> dict[str, Product]:
    products: dict[str, Product] = {}
    for file in files:
        family = families.get(file.path.stem)
        if family is None:
            raise CatalogueError(f"{file.name}:1: there is no family {file.path.stem!r}. Name the file after one of: {', '.join(families)}.")
        for key, table in file.tables().items():
            place = file.place(f"[{key}]")
            if key in products:
                raise CatalogueError(f"{place}: the product {key!r} is also in products/{products[key].family}.toml. Keep one.")
            products[key] = entry(Product, key, _with_family(table, family), place)
    return products


def _with_family(table: object, family: Family) -> object:
    usual = {"family": family.key, "product_group": family.product_group}
    return {**usual, **table} if isinstance(table, dict) else table


def _queues(file: TomlFile, families: dict[str, Family]) -> dict[str, Queue]:
    def waiting_in(queue: str) -> tuple[str, ...]:
        return tuple(family.key for family in families.values() if family.queue == queue)

    return {key: replace(queue, families=waiting_in(key)) for key, queue in file.entries(Queue).items()}
