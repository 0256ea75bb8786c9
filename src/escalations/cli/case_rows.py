"""A row as a new case: its columns are named, its values are understood, or it says which of them is not."""

import hashlib
import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from ..cases.actions import NewCase
from ..cases.models import SEVERITIES
from ..catalog.loading import catalogue
from ..customers.models import Customer
from ..platform.time import now
from .case_files import Row

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "subject"),
    "description": ("description", "summary", "body"),
    "error_codes": ("error_codes",),
    "problem_started_at": ("problem_started_at", "date", "opened_at"),
    "product": ("product",),
    "family": ("family",),
    "region": ("region",),
    "severity": ("severity",),
    "language": ("language",),
    "customer": ("customer",),
    "external_key": ("external_key", "id"),
}
SHORTEST_TITLE, LONGEST_TITLE, LONGEST_TEXT, MOST_CODES, LONGEST_KEY = 5, 200, 60_000, 50, 200
IN_TURN = "*"


class RowProblem(ValueError):
    """Why a row cannot become a case, and what to write instead."""


@dataclass(frozen=True)
class Cells:
    """A row's values by what they mean. Of several columns for one meaning the first that is filled counts."""

    row: Row
    columns: Mapping[str, tuple[str, ...]]

    def column(self, field: str) -> str:
        there = [column for column in self.columns[field] if _is_filled(self.row.values.get(column))]
        return (there or list(self.columns[field]) or [field])[0]

    def value(self, field: str) -> object:
        return self.row.values.get(self.column(field)) if self.columns[field] else None

    def text(self, field: str) -> str:
        return _clean(self.value(field))

    def problem(self, field: str, told: str) -> RowProblem:
        return RowProblem(f"Column “{self.column(field)}”: {told}")


def _clean(value: object) -> str:
    """What PostgreSQL cannot store is left out."""
    return "" if value is None else str(value).replace("\x00", "").encode(errors="replace").decode().strip()


def _is_filled(value: object) -> bool:
    return value is not None and value != [] and str(value).strip() != ""


@dataclass(frozen=True)
class Customers:
    """The customers a row may belong to. `usual` is for rows that name none: a name, a CU- number, or * for those `in_turn`."""

    known: Sequence[Customer]
    usual: str | None
    in_turn: Sequence[Customer]

    @cached_property
    def _by_name(self) -> dict[str, list[Customer]]:
        found: dict[str, list[Customer]] = {}
        for customer in self.known:
            for name in (customer.ref, customer.name):
                found.setdefault(name.casefold(), []).append(customer)
        return found

    def of(self, cells: Cells) -> Customer:
        named = cells.text("customer") or self.usual
        if not named:
            raise cells.problem("customer", "The row names no customer. Fill it, or give --customer for all such rows.")
        if named == IN_TURN and not cells.text("customer"):
            return self.in_turn[cells.row.number % len(self.in_turn)]
        found = self.named(named)
        if len(found) != 1:
            raise cells.problem("customer", self.why_not_one(named))
        return found[0]

    def named(self, name: str) -> list[Customer]:
        return self._by_name.get(name.strip().casefold(), [])

    def why_not_one(self, name: str) -> str:
        several = ", ".join(f"{customer.ref} in {customer.boundary}" for customer in self.named(name))
        if several:
            return f"Several customers are named {name}: {several}. Write the number instead, or give --boundary."
        return f"There is no customer {name} in sight. Add the customer first, or correct the name."


def new_case(cells: Cells, customer: Customer, *, source: str | None) -> NewCase:
    """`source` goes before the row's own key, for two systems that both count from 1."""
    if cells.row.problem:
        raise RowProblem(cells.row.problem)
    title, description = _texts(cells)
    product = catalogue().product_named(cells.text("product")) if cells.text("product") else None
    return NewCase(
        customer_id=customer.id, title=title, description=description, claimed=_severity(cells), product=product.key if product else None,
        family=None if product else _family(cells.text("family")), region=_region(cells.text("region"), customer.boundary),
        error_codes=_codes(cells), language=cells.text("language")[:10] or "en", problem_started_at=_started(cells), channel="import",
        external_key=_key(cells, source),
    )  # fmt: skip


def _texts(cells: Cells) -> tuple[str, str]:
    """A title that is too long is shortened and stands whole before the description, which without text is the title."""
    whole = " ".join(cells.text("title").split())
    if len(whole) < SHORTEST_TITLE:
        raise cells.problem("title", f"There is no usable title; write at least {SHORTEST_TITLE} characters.")
    title = textwrap.shorten(whole, LONGEST_TITLE, placeholder=" …") if len(whole) > LONGEST_TITLE else whole
    description = cells.text("description") or whole
    if title != whole and description != whole:
        description = f"{whole}\n\n{description}"
    if len(description) > LONGEST_TEXT:
        raise cells.problem("description", f"The text has more than {LONGEST_TEXT:,} characters. Shorten it.")
    return title[:LONGEST_TITLE], description


def _severity(cells: Cells) -> str:
    """A, B or C, also as 1 to 3 or in words; C when nothing is said."""
    told = cells.text("severity").casefold().removeprefix("severity").removeprefix("sev").lstrip(" -") or "c"
    for rank, (letter, name) in enumerate(SEVERITIES.items(), start=1):
        if told in (letter.casefold(), name, str(rank)):
            return letter
    raise cells.problem("severity", f"{cells.text('severity')} is no severity. Write A, B or C.")


def _family(told: str) -> str | None:
    wanted = re.sub(r"[^a-z0-9]+", "_", told.casefold())
    known = catalogue().families.values()
    return next(
        (one.key for one in known if wanted in (one.key, re.sub(r"[^a-z0-9]+", "_", one.name.casefold()))), None
    )


def _region(told: str, boundary: str) -> str | None:
    region = catalogue().region_named(told) if told else None
    return region.key if region and region.boundary == boundary else None


def _codes(cells: Cells) -> list[str]:
    value = cells.value("error_codes")
    told = value if isinstance(value, list) else cells.text("error_codes").split(";")
    return list(dict.fromkeys(code for code in map(_clean, told) if code))[:MOST_CODES]


def _started(cells: Cells) -> datetime | None:
    """A moment without a zone is UTC, a day without a time its beginning."""
    told = cells.text("problem_started_at")
    if not told:
        return None
    try:
        moment = datetime.fromisoformat(told)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise cells.problem(
            "problem_started_at", f"{told} is not a date. Write 2026-05-14 or 2026-05-14T09:30:00+02:00."
        ) from None
    if moment > now():
        raise cells.problem("problem_started_at", f"{told} lies in the future; a problem cannot have started then.")
    return moment


def _key(cells: Cells, source: str | None) -> str:
    """The row's own key, or without one a fingerprint of what it says."""
    own = cells.text("external_key")
    if len(own) > LONGEST_KEY:
        raise cells.problem("external_key", f"The key has more than {LONGEST_KEY} characters.")
    if not own:
        said = [cells.text(field) for field in COLUMNS if field != "external_key"]
        own = f"content-{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]}"
    return f"{source}:{own}" if source else own
