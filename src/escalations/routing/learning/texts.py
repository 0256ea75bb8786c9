"""Texts whose family is known."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from ...catalog.models import Catalogue
from ...catalog.toml_files import CatalogueError


class KnownText(Struct, frozen=True, kw_only=True):
    """`also` is a family where sending it would be fair too. `weight` says how much it counts in training."""

    title: str
    description: str = ""
    error_codes: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    family: str
    also: str | None = None
    weight: float = 1.0


def shipped_texts(directory: Path, catalogue: Catalogue, weight: float) -> Iterator[KnownText]:
    """Those under routing_rules/texts/: a file a family, a heading a product, and below it title, description, codes."""
    for path in sorted((directory / "texts").glob("*.toml")):
        for heading, table in tomllib.loads(path.read_text("utf-8")).items():
            product = catalogue.products.get(heading)
            if product is None or product.family != path.stem:
                raise CatalogueError(
                    f"texts/{path.name}: [{heading}] is no product of {path.stem}. Correct the heading."
                )
            for told in table["texts"]:
                yield _known(told, product.family, weight, f"texts/{path.name}: [{heading}]")


def _known(told: Any, family: str, weight: float, place: str) -> KnownText:
    if not isinstance(told, list) or len(told) < 2 or not all(isinstance(part, str) for part in told):
        raise CatalogueError(f"{place} {told!r}: write a title, a description, and then any error codes.")
    title, description, *codes = told
    return KnownText(title=title, description=description, error_codes=tuple(codes), family=family, weight=weight)
