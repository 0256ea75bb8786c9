"""Whether a case may be rapid response's: its customer, their contracts, and the hours they keep."""

from sqlmodel import col, select

from ...cases.models import Case
from ...clocks.calendars import Calendar
from ...clocks.policies import clock_policies
from ...customers.models import Contact, Customer
from ...customers.queries import covers_of
from ...platform.db import Session
from ...platform.time import now
from ..eligibility import Contract, Eligibility, eligibility


async def customer_of(db: Session, case: Case, *, lock: bool = False) -> Customer:
    query = select(Customer).where(Customer.id == case.customer_id)
    return (await db.exec(query.with_for_update(key_share=True) if lock else query)).one()


async def contracts_of(db: Session, customer: Customer) -> list[Contract]:
    return [Contract(cover, frozenset(ids)) for cover, ids in await covers_of(db, customer)]


async def business_hours_of(db: Session, case: Case) -> Calendar:
    """Of the zone in which the customer's contact is."""
    zone = None
    if case.contact_id:
        zone = (await db.exec(select(Contact.time_zone).where(col(Contact.id) == case.contact_id))).first()
    calendars = clock_policies().calendars
    return calendars.in_force(calendars.serving(zone or "UTC"), now())


async def verdict_on(db: Session, customer: Customer, case: Case) -> Eligibility:
    return eligibility(customer, await contracts_of(db, customer), case, await business_hours_of(db, case), now())
