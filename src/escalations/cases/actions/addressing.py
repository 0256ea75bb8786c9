"""What a customer writes to the number of a merged case: it stays where it was addressed, and is heard where it is seen."""

from datetime import datetime

from ...customers.models import Contact
from ...platform.db import Session
from ...platform.events import SYSTEM, Actor
from ..models import Case, CaseEntry
from ..queries.merged import locked_survivor
from .answering import add_customer_message


async def take_customer_message(
    db: Session, addressed: Case, body: str, *, contact: Contact | None = None, at: datetime | None = None, by: Actor = SYSTEM, external_key: str | None = None,
) -> CaseEntry:  # fmt: skip
    """The turn and the clocks of the survivor follow it."""
    survivor = await locked_survivor(db, addressed.id) or addressed
    entry = await add_customer_message(db, survivor, body, contact=contact, at=at, by=by, external_key=external_key)
    if survivor.id != addressed.id:
        entry.case_id = addressed.id
        await db.flush()
    return entry
