"""The names of customers, for texts that must not mention them."""

from sqlalchemy import func
from sqlmodel import select

from ...platform.db import Session
from ..models import Customer


async def customer_names(db: Session) -> list[tuple[int, str]]:
    """Id and name of every customer in sight: what a reply to one of them must not mention of another."""
    return [(int(found[0]), found[1]) for found in (await db.exec(select(Customer.id, Customer.name))).all()]


async def customers_mentioned(db: Session, text: str) -> list[tuple[int, str]]:
    """Those of `customer_names` whose name stands in `text`, in whatever case; compared by the database, which keeps the rest."""
    mentioned = func.strpos(func.lower(text), func.lower(Customer.name)) > 0
    return [
        (int(found[0]), found[1])
        for found in (await db.exec(select(Customer.id, Customer.name).where(mentioned))).all()
    ]
