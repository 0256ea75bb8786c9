"""The prepared reply on a case whose known issue moved."""

from dataclasses import dataclass

from ..cases.models import Case
from ..cases.queries import newest_customer_entry
from ..customers.models import Contact
from ..platform.db import Session
from .drafting import loop_draft
from .models import HELPS
from .queries.closing import articles_to_close_with


@dataclass(frozen=True)
class Loop:
    ref: str
    to: str
    text: str
    last_seen: int


async def loop_of(db: Session, case: Case) -> Loop | None:
    """Of the linked article that has something to tell."""
    found = next((one for one in await articles_to_close_with(db, case) if one.state in HELPS), None)
    contact = await db.get(Contact, case.contact_id) if case.contact_id else None
    if found is None or contact is None:
        return None
    seen = await newest_customer_entry(db, case)
    return Loop(found.ref, f"{contact.name}, {contact.email}", loop_draft(found, contact.name), seen or 0)
