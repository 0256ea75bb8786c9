"""The words that point at a family or a product, and how strongly."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..catalog.models import Catalogue, Product
from ..catalog.words import stems_of
from .phrases import PhraseIndex

ALIAS, ERROR, PROVIDER, STRONG, LIKELY, WEAK, FAINT = 3.0, 3.0, 3.0, 2.0, 1.0, 1.0, 0.4


@dataclass(frozen=True, slots=True)
class Claim:
    family: str
    product: str | None
    weight: float


@lru_cache(maxsize=4)
def terms_of(catalogue: Catalogue) -> PhraseIndex[Claim]:
    return PhraseIndex((*_product_terms(catalogue), *_vocabulary(catalogue)))


@lru_cache(maxsize=4)
def known_codes_of(catalogue: Catalogue) -> frozenset[str]:
    """The terms that are error codes of a product."""
    return frozenset(" ".join(stems_of(code)) for product in catalogue.products.values() for code in product.errors)


@lru_cache(maxsize=4)
def code_prefixes_of(catalogue: Catalogue) -> tuple[tuple[str, Claim], ...]:
    """Whole ranges of error codes that belong to one product, such as AADSTS."""
    return tuple(
        (code[:-1].casefold(), Claim(product.family, product.key, ERROR))
        for product in catalogue.products.values()
        for code in product.errors
        if code.endswith("*")
    )


def _product_terms(catalogue: Catalogue) -> Iterator[tuple[str, Claim]]:
    for product in catalogue.products.values():
        for names, weight in _weighed_names(product):
            for name in names:
                yield name, Claim(product.family, product.key, weight)


def _weighed_names(product: Product) -> tuple[tuple[Iterable[str], float], ...]:
    errors = [code for code in product.errors if not code.endswith("*")]
    return (product.spoken_names, ALIAS), (product.weak, WEAK), (errors, ERROR), (product.providers, PROVIDER)


def _vocabulary(catalogue: Catalogue) -> Iterator[tuple[str, Claim]]:
    for family in catalogue.families.values():
        told = family.vocabulary
        for words, weight in ((told.strong, STRONG), (told.likely, LIKELY), (told.faint, FAINT)):
            for word in words:
                yield word, Claim(family.key, None, weight)
