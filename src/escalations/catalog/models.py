"""The entries of the catalogue, each strict about the table it is read from."""

from typing import Literal

from msgspec import Struct

Severity = Literal["A", "B", "C"]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    name: str


class Vocabulary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    strong: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()


class Family(Entry):
    description: str
    queue: str
    product_group: str
    vocabulary: Vocabulary = Vocabulary()


class Product(Entry):
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


class ProductGroup(Entry):
    charter: str
    needs: tuple[str, ...]
    ola: Minutes
    boundaries: tuple[str, ...]


class Boundary(Entry):
    cloud: str
    jurisdiction: str
    hints: tuple[str, ...] = ()


class Region(Entry):
    boundary: str
    group: str
    aliases: tuple[str, ...] = ()
    paired: str | None = None


class Queue(Entry):
    description: str
    roles: tuple[str, ...]
    families: tuple[str, ...] = ()


class Plan(Entry):
    rank: int
    weight: int
