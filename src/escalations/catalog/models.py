"""The catalogue as the house asks it, and its entries, each strict about the table it is read from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeVar

from msgspec import Struct

from .toml_files import CatalogueError
from .words import Stems, forms_of, stems_of

T = TypeVar("T")
Severity = Literal["A", "B", "C"]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    name: str


class Vocabulary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    strong: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()


class Family(Entry, frozen=True, kw_only=True):
    description: str
    queue: str
    product_group: str
    vocabulary: Vocabulary = Vocabulary()


class Product(Entry, frozen=True, kw_only=True):
    family: str
    product_group: str
    providers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def spoken_names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class Need(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    label: str
    help: str


class Minutes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    A: int
    B: int
    C: int

    def at(self, severity: Severity) -> int:
        return {"A": self.A, "B": self.B, "C": self.C}[severity]


class ProductGroup(Entry, frozen=True, kw_only=True):
    """`triage` are the mail addresses of those who take turns of `triage_days`, in that order; empty means everybody of the group."""

    charter: str
    needs: tuple[str, ...]
    ola: Minutes
    boundaries: tuple[str, ...]
    for_reason: dict[str, tuple[str, ...]] = {}
    for_product: dict[str, tuple[str, ...]] = {}
    enrolled: bool = True
    instead: str = ""
    triage: tuple[str, ...] = ()
    triage_days: int = 7

    def needs_for(self, product: str | None, reason: str) -> tuple[str, ...]:
        """What it asks for always, then what it asks for with this product and with this reason."""
        more = (*self.for_product.get(product or "", ()), *self.for_reason.get(reason, ()))
        return tuple(dict.fromkeys((*self.needs, *more)))


class GateRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A need blocks once `blocks_from` of the `last` escalations without it came back for it."""

    last: int = 20
    blocks_from: int = 3


class Boundary(Entry, frozen=True, kw_only=True):
    """`short` stands in the rows of lists."""

    cloud: str
    jurisdiction: str
    hints: tuple[str, ...] = ()
    short: str = ""


class Region(Entry, frozen=True, kw_only=True):
    boundary: str
    group: str
    aliases: tuple[str, ...] = ()
    paired: str | None = None

    @property
    def spoken_names(self) -> tuple[str, ...]:
        return (self.key, self.name, *self.aliases)


class Queue(Entry, frozen=True, kw_only=True):
    description: str
    roles: tuple[str, ...]
    families: tuple[str, ...] = ()


class Plan(Entry, frozen=True, kw_only=True):
    rank: int
    weight: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Catalogue:
    """The mappings are for keys that may be gone from the files; the methods are for keys that must exist."""

    families: Mapping[str, Family]
    products: Mapping[str, Product]
    product_groups: Mapping[str, ProductGroup]
    needs: Mapping[str, Need]
    boundaries: Mapping[str, Boundary]
    regions: Mapping[str, Region]
    queues: Mapping[str, Queue]
    plans: Mapping[str, Plan]
    gate: GateRules = field(default_factory=GateRules)

    def family(self, key: str) -> Family:
        return _known(self.families, key, "family")

    def product(self, key: str) -> Product:
        return _known(self.products, key, "product")

    def product_group(self, key: str) -> ProductGroup:
        return _known(self.product_groups, key, "product group")

    def boundary(self, key: str) -> Boundary:
        return _known(self.boundaries, key, "boundary")

    def region(self, key: str) -> Region:
        return _known(self.regions, key, "region")

    def queue(self, key: str) -> Queue:
        return _known(self.queues, key, "queue")

    def plan(self, key: str) -> Plan:
        return _known(self.plans, key, "support plan")

    def products_of(self, family: str) -> tuple[Product, ...]:
        return self._products_by_family.get(family, ())

    def products_owned_by(self, group: str) -> tuple[Product, ...]:
        return tuple(product for product in self.products.values() if product.product_group == group)

    def product_group_for(self, product: str | None, family: str) -> ProductGroup:
        owned = self.products.get(product) if product else None
        return self.product_group(owned.product_group if owned else self.family(family).product_group)

    def product_named(self, text: str) -> Product | None:
        return self._products_by_name.get(stems_of(text))

    def region_named(self, text: str) -> Region | None:
        return self._regions_by_name.get(stems_of(text))

    @cached_property
    def family_names(self) -> tuple[tuple[str, str], ...]:
        """Key and name, to choose from."""
        return tuple((family.key, family.name) for family in self.families.values())

    @cached_property
    def product_names(self) -> tuple[tuple[str, str], ...]:
        return tuple((product.key, product.name) for product in self.products.values())

    def region_names(self, boundary: str) -> tuple[tuple[str, str], ...]:
        return self._region_names.get(boundary, ())

    @cached_property
    def _region_names(self) -> dict[str, tuple[tuple[str, str], ...]]:
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for region in self.regions.values():
            found[region.boundary] = (*found.get(region.boundary, ()), (region.key, region.name))
        return found

    @cached_property
    def _regions_by_name(self) -> dict[Stems, Region]:
        return _by_form((name, region) for region in self.regions.values() for name in region.spoken_names)

    @cached_property
    def _products_by_name(self) -> dict[Stems, Product]:
        return _by_form((name, product) for product in self.products.values() for name in product.spoken_names)

    @cached_property
    def _products_by_family(self) -> dict[str, tuple[Product, ...]]:
        return {
            family: tuple(product for product in self.products.values() if product.family == family)
            for family in self.families
        }


def _by_form(named: Iterable[tuple[str, T]]) -> dict[Stems, T]:
    found: dict[Stems, T] = {}
    for name, thing in named:
        for form in forms_of(name):
            found.setdefault(form, thing)
    return found


def _known(entries: Mapping[str, T], key: str, what: str) -> T:
    if key not in entries:
        raise CatalogueError(f"There is no {what} {key!r}. Known are: {', '.join(entries)}.")
    return entries[key]
