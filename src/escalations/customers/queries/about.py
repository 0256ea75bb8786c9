"""One customer."""

from sqlalchemy import BigInteger, bindparam
from sqlmodel import col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...platform.kept import Kept
from ..models import Customer


async def customer_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Customer:
    """The one door to a customer. `lock` is for verbs that replace what somebody else may be replacing too."""
    found = await (_ONE_HELD if lock else _ONE).first(db, customer_id=id_of(ref, "CU"))
    if found is None:
        raise NotFound(f"There is no customer {ref}, or it is not yours to see.")
    return found


_OF_ID = select(Customer).where(col(Customer.id) == bindparam("customer_id", type_=BigInteger))
_ONE: Kept[Customer] = Kept(_OF_ID)
_ONE_HELD: Kept[Customer] = Kept(_OF_ID.with_for_update(key_share=True), fresh=True)


async def customer_with_id(db: Session, customer_id: int) -> Customer | None:
    return await db.get(Customer, customer_id)


async def customer_named(db: Session, boundary: str, name: str) -> Customer | None:
    return (await db.exec(select(Customer).where(Customer.boundary == boundary, Customer.name == name))).one_or_none()
