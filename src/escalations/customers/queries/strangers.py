"""Other customers that a text may mean: what stands in it is looked up by index, never the other way round."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, ScalarSelect, SQLColumnExpression, Text, any_, func, literal
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...platform.db import Session
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
    query = select(Customer.id, Customer.name, SPOKEN).where(_among(SPOKEN, keys))
    return [Met("name", key, customer, name) for customer, name, key in (await db.exec(query)).all()] if keys else []


async def customers_at(db: Session, domains: Collection[str]) -> list[Met]:
    query = select(Customer.id, Customer.name, DOMAIN).join(Contact, col(Contact.customer_id) == Customer.id)
    found = (await db.exec(query.where(_among(DOMAIN, domains)).distinct())).all() if domains else []
    return [Met("domain", domain, customer, name) for customer, name, domain in found]


async def customers_with_subscriptions(db: Session, codes: Collection[str]) -> list[Met]:
    query = select(Customer.id, Customer.name, Subscription.code).join(Subscription, col(Subscription.customer_id) == Customer.id)  # fmt: skip
    found = (await db.exec(query.where(_among(col(Subscription.code), codes)))).all() if codes else []
    return [Met("code", code, customer, name) for customer, name, code in found]


def other_domains() -> ScalarSelect[Any]:
    """In a query that names a contact: where the others of their customer have their addresses, those who left included."""
    other = Contact.__table__.alias("other")  # type: ignore[attr-defined]
    others = (other.c.customer_id == col(Contact.customer_id), other.c.id != col(Contact.id))
    found = columns(func.array_agg(other.c[DOMAIN.name].distinct())).where(*others)
    return found.correlate(Contact).scalar_subquery()


def _among(column: SQLColumnExpression[str], values: Collection[str]) -> ColumnElement[bool]:
    return column == any_(literal(sorted(values), ARRAY(Text)))
