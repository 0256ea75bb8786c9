"""Other customers that a text may mean: what stands in it is looked up by index, never the other way round."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, ScalarSelect, SQLColumnExpression, Text, any_, bindparam, cast, func
from sqlalchemy import select as columns
from sqlmodel import col

from ...platform.db import Session
from ...platform.kept import Asked, Kept
from ..models import DOMAIN, SPOKEN, Contact, Customer, Subscription


@dataclass(frozen=True)
class Met:
    """A customer by a `name`, `domain` or `code`; `what` is the one that was asked for."""

    kind: str
    what: str
    customer_id: int
    name: str


async def customers_spoken_of(db: Session, keys: Collection[str]) -> list[Met]:
    """By names as `SPOKEN` has them. Equality is leakproof, so that the index serves under row-level security too."""
    return met_by_name(await spoken_of(keys).all(db)) if keys else []


def spoken_of(keys: Collection[str]) -> Asked[Any]:
    """The same to be asked beside others, for `met_by_name`. No key has a space in it, and of one text the driver need not look at
    each of its hundreds of words."""
    return _SPOKEN.of(keys=" ".join(sorted(keys)))


def met_by_name(found: Sequence[Any]) -> list[Met]:
    return _as_met("name", found)


async def customers_at(db: Session, domains: Collection[str]) -> list[Met]:
    return await _met(db, "domain", _AT, domains)


async def customers_with_subscriptions(db: Session, codes: Collection[str]) -> list[Met]:
    return await _met(db, "code", _WITH, codes)


async def _met(db: Session, kind: str, those: Kept[Any], values: Collection[str]) -> list[Met]:
    return _as_met(kind, await those.all(db, values=sorted(values))) if values else []


def _as_met(kind: str, found: Sequence[Any]) -> list[Met]:
    return [Met(kind, what, customer, name) for customer, name, what in found]


def other_domains() -> ScalarSelect[Any]:
    """In a query that names a contact: where the others of their customer have their addresses, those who left included."""
    other = Contact.__table__.alias("other")  # type: ignore[attr-defined]
    others = (other.c.customer_id == col(Contact.customer_id), other.c.id != col(Contact.id))
    found = columns(cast(func.array_agg(other.c[DOMAIN.name].distinct()), ARRAY(Text))).where(*others)
    return found.correlate(Contact).scalar_subquery()


def _among(column: SQLColumnExpression[str]) -> ColumnElement[bool]:
    return column == any_(bindparam("values", type_=ARRAY(Text)))


_KEYS = any_(func.string_to_array(bindparam("keys", type_=Text), " ", type_=ARRAY(Text)))
_SPOKEN: Kept[Any] = Kept(columns(col(Customer.id), col(Customer.name), SPOKEN).where(SPOKEN == _KEYS))
_AT: Kept[Any] = Kept(
    columns(col(Customer.id), col(Customer.name), DOMAIN)
    .join(Contact, col(Contact.customer_id) == col(Customer.id))
    .where(_among(DOMAIN))
    .distinct()
)
_WITH: Kept[Any] = Kept(
    columns(col(Customer.id), col(Customer.name), col(Subscription.code))
    .join(Subscription, col(Subscription.customer_id) == col(Customer.id))
    .where(_among(col(Subscription.code)))
)
