"""A covered customer who is hit and has not written is asked, and the answer noted."""

from ...customers.models import Customer
from ...incidents.models import Incident
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import SilentCustomerContacted
from ..models import SilentContact
from ..queries.silence import newest_contact


async def note_contact(
    db: Session, incident: Incident, customer: Customer, *, how: str, whom: str, outcome: str, note: str = "", by: Actor
) -> SilentContact:
    """The same said twice within the minute is said once."""
    allow(by, "work_cases")
    if customer.boundary != incident.boundary:
        raise Refused(f"{customer.name} lies in another boundary than {incident.ref}.")
    last = await newest_contact(db, incident, customer)
    said = (how, whom.strip(), outcome, note.strip())
    if last is not None and (last.how, last.whom, last.outcome, last.note) == said:
        return last
    contact = SilentContact(
        boundary=incident.boundary, incident_id=incident.id, customer_id=customer.id, how=how, whom=whom.strip(), outcome=outcome,
        note=note.strip(), at=now(), author_id=by.id,
    )  # fmt: skip
    db.add(contact)
    await record(db, SilentCustomerContacted(customer=customer.name, how=how, outcome=outcome), on=contact, by=by)
    await db.flush()
    return contact
