"""What the linked cases are told, in words and by whose turn it is. The system does this after the incident's own verb."""

from datetime import datetime

from ...cases.actions import add_note, change_turn, prepare_reply, withdraw_prepared_reply
from ...cases.models import Case
from ...cases.queries import people_on
from ...cases.queries.prepared import customer_wrote_since
from ...platform.db import Session
from ...platform.events import SYSTEM
from ...platform.web.templates import render
from ..models import Incident, IncidentUpdate
from ..queries import is_told, update_key
from ..reach import what_in_words, where_in_words

VERIFY = "Verify with the customer that it works again, then close the case. It does not close by itself."
HEARD = "The customer has written since: read that first. It may say already whether it works again."


async def tell_case(db: Session, incident: Incident, case: Case, update: IncidentUpdate) -> None:
    """An update as an internal note; a case has it once."""
    note = f"Update on {_named(incident)}: {update.text}"
    await add_note(db, case, note, by=SYSTEM, external_key=update_key(update.id))


async def close_the_loop(
    db: Session, incident: Incident, case: Case, update: IncidentUpdate, *, since: datetime
) -> None:
    """The customer hears from us that it is over; what was fixed for many is not yet fixed for them. A customer who wrote after
    `since` is answered first: the turn stays as it is and nothing is prepared."""
    heard = await customer_wrote_since(db, case, since)
    said = f"{_named(incident)} is {incident.state}: {update.text}\n\n{HEARD if heard else VERIFY}"
    if not await is_told(db, case, update):
        await add_note(db, case, said, by=SYSTEM, external_key=update_key(update.id))
    if heard:
        return
    why = f"incident {incident.ref} is {incident.state}"
    await change_turn(db, case, "close_the_loop", f"{why}: verify with the customer", by=SYSTEM)
    body = await _reply(db, incident, case)
    await prepare_reply(db, case, body, why=why, source=incident.subject, by=SYSTEM)


async def open_the_loop(db: Session, incident: Incident, case: Case, update: IncidentUpdate) -> None:
    """What was thought to be over is not: a case that waited to be verified is ours again."""
    note = f"{_named(incident)} is active again: {update.text}"
    await add_note(db, case, note, by=SYSTEM, external_key=update_key(update.id))
    await let_go(db, incident, case, f"incident {incident.ref} is active again")


async def let_go(db: Session, incident: Incident, case: Case, why: str) -> None:
    """A case that was to be verified because of this incident no longer is."""
    await withdraw_prepared_reply(db, case, by=SYSTEM, source=incident.subject)
    if case.turn == "close_the_loop":
        await change_turn(db, case, "us", why, by=SYSTEM)


async def _reply(db: Session, incident: Incident, case: Case) -> str:
    """For a customer: what and where in the names of the catalogue, never the incident's own words."""
    _, contact, _ = await people_on(db, case)
    return render(
        "incidents/case/verify_reply.txt", contact=contact.name if contact else "", mitigated_at=incident.mitigated_at,
        what=what_in_words(incident.families, incident.products), where=where_in_words(incident.regions),
    ).strip()  # fmt: skip


def _named(incident: Incident) -> str:
    return f"incident [{incident.ref}](/incidents/{incident.ref}) {incident.title}"
