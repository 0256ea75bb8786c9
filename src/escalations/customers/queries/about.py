"""One customer."""

from sqlmodel import select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import Customer


async def customer_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Customer:
    """The one door to a customer. `lock` is for verbs that replace what somebody else may be replacing too."""
    query = select(Customer).where(Customer.id == id_of(ref, "CU"))
    found = (await db.exec(query.with_for_update(key_share=True) if lock else query)).one_or_none()
    if found is None:
        raise NotFound(f"There is no customer {ref}, or it is not yours to see.")
    return found


async def customer_with_id(db: Session, customer_id: int) -> Customer | None:
    return await db.get(Customer, customer_id)


async def customer_named(db: Session, boundary: str, name: str) -> Customer | None:
    return (await db.exec(select(Customer).where(Customer.boundary == boundary, Customer.name == name))).one_or_none()
