"""Whom we may write to at a customer."""

from dataclasses import asdict

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, expect_version
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import ContactAdded, ContactLeft, ContactRevised
from ..models import Contact, Customer
from ..queries import contact_with_email
from .facts import ContactFacts, differing, put


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
    put(contact, asdict(facts))
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
    became = differing(contact, facts)
    if not became:
        return
    expect_version(contact, version)
    if "email" in became and (taken := await contact_with_email(db, customer, facts.email)):
        raise Refused(f"{taken.email} already belongs to {taken.name}. Use another address.")
    put(contact, became)
    await record(db, ContactRevised(contact_id=contact.id, name=contact.name, fields=list(became)), on=customer, by=by)
    await db.flush()


async def note_departure(db: Session, customer: Customer, contact: Contact, *, by: Actor) -> None:
    """Nobody writes to them any more; what they said stays theirs."""
    allow(by, "manage_customers")
    if contact.left_at is None:
        contact.left_at = now()
        await record(db, ContactLeft(contact_id=contact.id, name=contact.name), on=customer, by=by)
        await db.flush()
