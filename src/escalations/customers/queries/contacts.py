"""A customer's contacts and subscriptions."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, BigInteger, any_, bindparam
from sqlmodel import col, select

from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.kept import Asked, Kept
from ..models import Contact, Customer, Subscription


async def contacts_of(db: Session, customer: Customer, *, also_left: bool = False) -> list[Contact]:
    return list((await db.exec(_EVER if also_left else _HERE, params={"customer_id": customer.id})).all())


_EVER = (
    select(Contact)
    .where(col(Contact.customer_id) == bindparam("customer_id", type_=BigInteger))
    .order_by(Contact.name, col(Contact.id))
)
_HERE = _EVER.where(col(Contact.left_at).is_(None))


def first_contact_of(customer: Customer) -> Asked[Contact]:
    """Whom the customer named first, by name."""
    return _FIRST.of(customer_id=customer.id)


_FIRST: Kept[Contact] = Kept(
    select(Contact)
    .where(col(Contact.customer_id) == bindparam("customer_id", type_=BigInteger), col(Contact.left_at).is_(None))
    .order_by(col(Contact.name), col(Contact.id))
    .limit(1)
)


def contacts_among(customer: Customer, ids: Collection[int]) -> Asked[Contact]:
    """Those of these that are the customer's."""
    return _AMONG.of(customer_id=customer.id, ids=list(ids))


def subscriptions_among(customer: Customer, ids: Collection[int]) -> Asked[Subscription]:
    """Those of these that are the customer's."""
    return _SUBSCRIBED.of(customer_id=customer.id, ids=list(ids))


_CUSTOMER_ID = bindparam("customer_id", type_=BigInteger)
_ONE_OF: Any = any_(bindparam("ids", type_=ARRAY(BigInteger)))
_AMONG: Kept[Contact] = Kept(
    select(Contact).where(col(Contact.customer_id) == _CUSTOMER_ID, col(Contact.id) == _ONE_OF)
)
_SUBSCRIBED: Kept[Subscription] = Kept(
    select(Subscription).where(col(Subscription.customer_id) == _CUSTOMER_ID, col(Subscription.id) == _ONE_OF)
)


async def names_of_contacts(db: Session, ids: Collection[int]) -> dict[int, str]:
    """Of those who have not left."""
    query = select(Contact.id, Contact.name).where(col(Contact.id).in_(ids), col(Contact.left_at).is_(None))
    return dict((await db.exec(query)).all())


async def contact_for(db: Session, customer: Customer, contact_id: int, *, lock: bool = False) -> Contact:
    query = select(Contact).where(Contact.id == contact_id, Contact.customer_id == customer.id)
    found = (await db.exec(query.with_for_update(key_share=True) if lock else query)).one_or_none()
    if found is None:
        raise NotFound(f"{customer.name} has no such contact.")
    return found


async def contact_with_email(db: Session, customer: Customer, email: str) -> Contact | None:
    query = select(Contact).where(Contact.customer_id == customer.id, Contact.email == email.strip().lower())
    return (await db.exec(query)).one_or_none()


async def subscriptions_of(db: Session, customer: Customer) -> list[Subscription]:
    query = select(Subscription).where(Subscription.customer_id == customer.id).order_by(Subscription.name)
    return list((await db.exec(query.order_by(col(Subscription.id)))).all())


async def subscription_with_code(db: Session, boundary: str, code: str) -> Subscription | None:
    query = select(Subscription).where(Subscription.boundary == boundary, Subscription.code == code)
    return (await db.exec(query)).one_or_none()
