"""Every verb on customers, their cover, contacts and subscriptions."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from ..people.models import Person
from ..people.queries import open_boundaries
from ..people.roles import allow, may
from ..platform.db import Session
from ..platform.errors import Refused, expect_version
from ..platform.events import Actor, record
from ..platform.time import now
from .events import (
    ContactAdded,
    ContactLeft,
    ContactRevised,
    CoverEnded,
    CoverGranted,
    CustomerAdded,
    CustomerRevised,
    HandlingNotesRevised,
    SubscriptionAdded,
)
from .models import Contact, Customer, Subscription
from .queries import contact_with_email, customer_named, subscription_with_code


@dataclass(frozen=True, kw_only=True)
class CustomerFacts:
    name: str
    industry: str = ""
    plan: str = "standard"


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """`email` in lower case, as addresses are compared."""

    name: str
    email: str
    title: str = ""
    time_zone: str = "UTC"
    language: str = "en"


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
    became = _differing(customer, facts)
    if not became:
        return
    expect_version(customer, version)
    if "name" in became:
        await _refuse_taken_name(db, customer.boundary, facts.name)
    was = {field: str(getattr(customer, field)) for field in became}
    _put(customer, became)
    await record(db, CustomerRevised(was=was, became=became), on=customer, by=by)
    await db.flush()


def _differing(row: Customer | Contact, facts: CustomerFacts | ContactFacts) -> dict[str, str]:
    return {field: value for field, value in asdict(facts).items() if getattr(row, field) != value}


def _put(row: Customer | Contact, values: dict[str, str]) -> None:
    for field, value in values.items():
        setattr(row, field, value)


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


async def grant_cover(db: Session, customer: Customer, until: datetime, *, by: Actor) -> None:
    """Rapid response looks after the customer until then. Also prolongs or shortens cover that is there."""
    allow(by, "manage_customers")
    if until <= now():
        raise Refused("That date is in the past. Choose the day on which the cover ends, or end the cover.")
    if customer.cover_until == until:
        return
    was = f"{customer.cover_until:%Y-%m-%d}" if customer.cover_until and customer.is_covered(now()) else None
    customer.cover_until = until
    await record(db, CoverGranted(until=f"{until:%Y-%m-%d}", was=was), on=customer, by=by)
    await db.flush()


async def end_cover(db: Session, customer: Customer, reason: str, *, by: Actor) -> None:
    allow(by, "manage_customers")
    if customer.cover_until is None or not customer.is_covered(now()):
        return
    was, customer.cover_until = customer.cover_until, now()
    await record(db, CoverEnded(was=f"{was:%Y-%m-%d}", reason=reason), on=customer, by=by)
    await db.flush()


async def add_contact(db: Session, customer: Customer, facts: ContactFacts, *, by: Actor) -> Contact:
    """The same person twice is the same contact; one who had left is back."""
    allow(by, "manage_customers")
    there = await contact_with_email(db, customer, facts.email)
    if there is not None and there.left_at is None:
        if there.name != facts.name:
            raise Refused(
                f"{there.email} already belongs to {there.name}. Correct that contact, or use another address."
            )
        return there
    contact = there or Contact(boundary=customer.boundary, customer_id=customer.id, **asdict(facts))
    _put(contact, asdict(facts))
    contact.left_at = None
    db.add(contact)
    await db.flush()
    await record(db, ContactAdded(contact_id=contact.id, name=contact.name), on=customer, by=by)
    return contact


async def revise_contact(
    db: Session, customer: Customer, contact: Contact, facts: ContactFacts, *, version: int, by: Actor
) -> None:
    """Raises Stale when somebody saved the contact after `version`."""
    allow(by, "manage_customers")
    became = _differing(contact, facts)
    if not became:
        return
    expect_version(contact, version)
    if "email" in became and (taken := await contact_with_email(db, customer, facts.email)):
        raise Refused(f"{taken.email} already belongs to {taken.name}. Use another address.")
    _put(contact, became)
    await record(db, ContactRevised(contact_id=contact.id, name=contact.name, fields=list(became)), on=customer, by=by)
    await db.flush()


async def note_departure(db: Session, customer: Customer, contact: Contact, *, by: Actor) -> None:
    """Nobody writes to them any more; what they said stays theirs."""
    allow(by, "manage_customers")
    if contact.left_at is None:
        contact.left_at = now()
        await record(db, ContactLeft(contact_id=contact.id, name=contact.name), on=customer, by=by)
        await db.flush()


async def add_subscription(
    db: Session, customer: Customer, code: str, name: str, *, regions: Sequence[str], services: Sequence[str], by: Actor
) -> Subscription:
    """`regions` and `services` are keys of the catalogue."""
    allow(by, "manage_customers")
    there = await subscription_with_code(db, customer.boundary, code)
    if there is not None and there.customer_id != customer.id:
        raise Refused(f"The subscription {code} belongs to another customer. Check the code.")
    if there is not None:
        return there
    subscription = Subscription(
        boundary=customer.boundary,
        customer_id=customer.id,
        code=code,
        name=name,
        regions=list(regions),
        services=list(services),
    )
    db.add(subscription)
    await db.flush()
    await record(db, SubscriptionAdded(subscription_id=subscription.id, code=code), on=customer, by=by)
    return subscription
