"""A customer added and revised."""

from dataclasses import asdict

from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, expect_version
from ...platform.events import Actor, record
from ..events import CustomerAdded, CustomerRevised
from ..models import Customer
from ..queries import customer_named
from .facts import CustomerFacts, differing, put


async def add_customer(
    db: Session, facts: CustomerFacts, boundary: str, *, handling_notes: str = "", by: Actor
) -> Customer:
    allow(by, "manage_customers")
    if isinstance(by, Person) and boundary not in await open_boundaries(db, by):
        raise Refused(f"You hold no clearance for {boundary}. Choose a boundary that you may see.")
    await _refuse_taken_name(db, boundary, facts.name)
    customer = Customer(boundary=boundary, handling_notes=handling_notes, **asdict(facts))
    db.add(customer)
    await db.flush()
    await record(db, CustomerAdded(plan=facts.plan), on=customer, by=by)
    return customer


async def _refuse_taken_name(db: Session, boundary: str, name: str) -> None:
    same = await customer_named(db, boundary, name)
    if same is not None:
        raise Refused(f"There is already a customer {name} in {boundary}: {same.ref}. Use that one, or another name.")


async def revise_customer(db: Session, customer: Customer, facts: CustomerFacts, *, version: int, by: Actor) -> None:
    """Raises Stale when somebody saved the customer after `version`."""
    allow(by, "manage_customers")
    became = differing(customer, facts)
    if not became:
        return
    expect_version(customer, version)
    if "name" in became:
        await _refuse_taken_name(db, customer.boundary, facts.name)
    was = {field: str(getattr(customer, field)) for field in became}
    put(customer, became)
    await record(db, CustomerRevised(was=was, became=became), on=customer, by=by)
    await db.flush()
