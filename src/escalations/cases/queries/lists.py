"""Lists of cases: columns only, one query a page, finished rows for the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, any_, bindparam, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from ...catalog.loading import catalogue
from ...catalog.models import Catalogue, Entry
from ...clocks.chip import ClockChip, coming, late
from ...customers.models import Customer
from ...people.models import Person
from ...platform.db import Session, rows_of
from ...platform.kept import Kept
from ...platform.limits import at_most
from ...platform.time import now, spell
from ..models import Case

PAGE = 60


class CaseLine(Struct, frozen=True):
    """One row of a list, as the row macro wants it: `family` and `product` are names."""

    id: int
    ref: str
    url: str
    title: str
    severity: str
    customer: str
    covered: bool
    family: str
    product: str
    turn: str
    owner: str | None
    clock: ClockChip | None
    hint: str
    boundary: str
    queue: str = ""
    family_key: str = ""
    product_key: str = ""
    due_kind: str = ""
    snoozed: bool = False
    version: int = 0
    region: str = ""
    customer_id: int = 0
    owner_id: int | None = None
    due_at: datetime | None = None
    opened_at: datetime | None = None
    changed_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def place(self) -> "Place":
        return Place(self.severity, self.clock.due_at if self.clock else None, self.id)


@dataclass(frozen=True)
class Place:
    """Where a row stands in the order of `open_cases`, so that the next page begins behind it."""

    severity: str
    due_at: datetime | None
    id: int


_COLUMNS: tuple[ColumnElement[Any] | Mapped[Any], ...] = (
    col(Case.id), col(Case.title), col(Case.severity), col(Case.family), col(Case.product), col(Case.turn), col(Case.boundary),
    col(Case.queue), col(Case.due_at), col(Case.due_kind), col(Case.snoozed_until), col(Case.closed_at), col(Case.changed_at),
    col(Case.version), col(Case.region), col(Case.opened_at), col(Case.customer_id), col(Case.owner_id),
    col(Customer.name).label("customer"), col(Customer.cover_until), col(Person.name).label("owner"),
)  # fmt: skip


def case_columns() -> Select[Any]:
    """Cases with their customer and owner, for any list; a caller adds conditions, order and limit."""
    query = select(*_COLUMNS).join(Customer, col(Customer.id) == Case.customer_id)
    return query.outerjoin(Person, col(Person.id) == Case.owner_id)


async def open_cases(
    db: Session, *conditions: ColumnElement[bool], after: Place | None = None, limit: int = PAGE
) -> list[CaseLine]:
    return lines(await rows_of(db, asks_open_cases(*conditions, after=after, limit=limit)))


def asks_open_cases(*conditions: ColumnElement[bool], after: Place | None = None, limit: int = PAGE) -> Select[Any]:
    """Severity first, then what is due soonest: the order in which to work."""
    query = case_columns().where(col(Case.closed_at).is_(None), *conditions)
    if after is not None:
        query = query.where(*_behind(after))
    return query.order_by(col(Case.severity), col(Case.due_at), col(Case.id)).limit(at_most(limit))


def _behind(place: Place) -> tuple[ColumnElement[bool], ...]:
    """Cases without a due time come last among their severity, as PostgreSQL sorts them."""
    same, id_behind = col(Case.severity) == place.severity, col(Case.id) > place.id
    if place.due_at is None:
        later = col(Case.due_at).is_(None) & id_behind
    else:
        later = (
            (col(Case.due_at) > place.due_at)
            | col(Case.due_at).is_(None)
            | ((col(Case.due_at) == place.due_at) & id_behind)
        )
    return col(Case.severity) >= place.severity, (col(Case.severity) > place.severity) | (same & later)


async def open_cases_owned_by(db: Session, person_id: int, *, limit: int = 300) -> list[CaseLine]:
    """What is due soonest first."""
    query = case_columns().where(col(Case.closed_at).is_(None), col(Case.owner_id) == person_id)
    return lines(
        await rows_of(db, query.order_by(col(Case.due_at), col(Case.severity), col(Case.id)).limit(at_most(limit)))
    )


async def cases_of_customer(db: Session, customer_id: int, *, limit: int = 20) -> list[CaseLine]:
    query = case_columns().where(col(Case.customer_id) == customer_id, col(Case.merged_into_id).is_(None))
    return lines(
        await db.execute(query.order_by(col(Case.closed_at).is_not(None), col(Case.id).desc()).limit(at_most(limit)))
    )


async def cases_with_ids(db: Session, ids: Sequence[int]) -> list[CaseLine]:
    return lines(await _WITH_IDS.all(db, ids=list(ids)))


_WITH_IDS: Kept[Any] = Kept(
    case_columns()
    .where(col(Case.id) == any_(bindparam("ids", type_=ARRAY(BigInteger))))
    .order_by(col(Case.closed_at).is_not(None), col(Case.severity), col(Case.id).desc())
)


def lines(rows: Any) -> list[CaseLine]:
    """Of rows that begin with the columns of `case_columns`."""
    at, known, width = now(), catalogue(), len(_COLUMNS)
    return [_line(row[:width], at, known) for row in rows]


def _line(row: tuple[Any, ...], at: datetime, known: Catalogue) -> CaseLine:
    """By position: looking up some thirty names in each row is most of what a page of them would cost."""
    (
        id_, title, severity, family, product, turn, boundary, queue, due_at, due_kind, snoozed_until, closed_at, changed_at,
        version, region, opened_at, customer_id, owner_id, customer, cover_until, owner,
    ) = row  # fmt: skip
    ref = f"C-{id_}"
    return CaseLine(
        id=id_, ref=ref, url=f"/cases/{ref}", title=title, severity=severity, customer=customer, covered=cover_until is not None and at < cover_until,
        family=_named(known.families, family), product=_named(known.products, product or ""), turn="closed" if closed_at else turn, owner=owner, clock=_clock(due_at, due_kind, at), hint=_hint(snoozed_until, due_kind, at), boundary=boundary,
        queue=queue, family_key=family, product_key=product or "", due_kind=due_kind or "", snoozed=snoozed_until is not None,
        version=version, region=region or "", customer_id=customer_id, owner_id=owner_id, due_at=due_at,
        opened_at=opened_at, changed_at=changed_at, closed_at=closed_at,
    )  # fmt: skip


def _named(entries: Mapping[str, Entry], key: str) -> str:
    """Also of what has left the catalogue."""
    return entries[key].name if key in entries else key


def _hint(snoozed_until: datetime | None, due_kind: str | None, at: datetime) -> str:
    """When it comes back is said by the clock of the row, unless something is due before."""
    if snoozed_until is None or snoozed_until <= at:
        return ""
    return "snoozed" if due_kind == "follow_up" else f"snoozed, back in {spell(snoozed_until - at)}"


def _clock(due_at: datetime | None, kind: str, at: datetime) -> ClockChip | None:
    """From the case's own cache of its nearest due time, so that a list needs no second query."""
    if due_at is None:
        return None
    is_late = due_at <= at
    text = late(kind, spell(at - due_at)) if is_late else coming(kind, spell(due_at - at))
    soon = (due_at - at).total_seconds() < 3600
    return ClockChip(text, "bad" if is_late else "warn" if soon else "ok", due_at)
