"""From the files under routing_rules/ to one checked catalogue."""

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from ..platform.resources import rules_dir
from .checking import check_product_names, check_references, check_region_names
from .models import Boundary, Catalogue, Family, GateRules, Need, Plan, Product, ProductGroup, Queue, Region
from .reloading import RuleFolder
from .toml_files import CatalogueError, TomlFile, parsed

_FILES = ("families", "product_groups", "clouds", "regions", "queues", "plans")


def catalogue() -> Catalogue:
    """As the files were when they were last in order; see `rule_folder`."""
    return rule_folder().catalogue()


@cache
def rule_folder() -> RuleFolder:
    return RuleFolder(rules_dir(), load_catalogue)


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
        gate=_gate(files["product_groups"]),
    )
    check_references(loaded, files, product_files)
    check_product_names(loaded, product_files)
    check_region_names(loaded, files["regions"])
    return loaded


def _gate(file: TomlFile) -> GateRules:
    try:
        return parsed(GateRules, file.tables("gate"))
    except ValueError as wrong:
        raise CatalogueError(f"{file.place('[gate]')}: {wrong}") from None


def _products(files: list[TomlFile], families: dict[str, Family]) -> dict[str, Product]:
    products: dict[str, Product] = {}
    for file in files:
        family = families.get(file.path.stem)
        if family is None:
            known = ", ".join(families)
            raise CatalogueError(
                f"{file.name}:1: there is no family {file.path.stem!r}. Name the file after one of: {known}."
            )
        for key, table in file.tables().items():
            if key in products:
                raise _twice(file, products[key])
            products[key] = file.entry(Product, key, _with_family(table, family))
    return products


def _twice(file: TomlFile, product: Product) -> CatalogueError:
    place = file.place(f"[{product.key}]")
    return CatalogueError(f"{place}: the product {product.key!r} is also in products/{product.family}.toml. Keep one.")


def _with_family(table: object, family: Family) -> object:
    usual = {"family": family.key, "product_group": family.product_group}
    return {**usual, **table} if isinstance(table, dict) else table


def _queues(file: TomlFile, families: dict[str, Family]) -> dict[str, Queue]:
    def waiting_in(queue: str) -> tuple[str, ...]:
        return tuple(family.key for family in families.values() if family.queue == queue)

    return {key: replace(queue, families=waiting_in(key)) for key, queue in file.entries(Queue).items()}
