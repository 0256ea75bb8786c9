"""How a customer wants to be treated."""

from ...people.roles import allow, may
from ...platform.db import Session
from ...platform.errors import expect_version
from ...platform.events import Actor, record
from ..events import HandlingNotesRevised
from ..models import Customer


async def revise_handling_notes(db: Session, customer: Customer, notes: str, *, version: int, by: Actor) -> None:
    """Whoever works on cases learns how a customer wants to be treated, and may write it down."""
    if not may(by, "manage_customers"):
        allow(by, "work_cases")
    if customer.handling_notes == notes:
        return
    expect_version(customer, version)
    customer.handling_notes = notes
    await record(db, HandlingNotesRevised(characters=len(notes)), on=customer, by=by)
    await db.flush()
