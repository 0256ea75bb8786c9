"""What the linked cases are told, in words and by whose turn it is. The system does this after the incident's own verb."""

from ...cases.actions import add_note, change_turn
from ...cases.models import Case
from ...platform.db import Session
from ...platform.events import SYSTEM
from ..models import Incident
from ..queries import open_linked_cases

VERIFY = "Verify with the customer that it works again, then close the case. It does not close by itself."


async def tell_cases(db: Session, incident: Incident, note: str) -> int:
    """The same internal note on every open linked case."""
    cases = await open_linked_cases(db, incident)
    for case in cases:
        await add_note(db, case, note, by=SYSTEM)
    return len(cases)


async def close_the_loop(db: Session, incident: Incident, case: Case, said: str) -> None:
    """The customer hears from us that it is over; what was fixed for many is not yet fixed for them."""
    await add_note(db, case, f"{_named(incident)} is {incident.state}: {said}\n\n{VERIFY}", by=SYSTEM)
    await change_turn(
        db, case, "close_the_loop", f"incident {incident.ref} is {incident.state}: verify with the customer", by=SYSTEM
    )


async def open_the_loop(db: Session, incident: Incident, case: Case, reason: str) -> None:
    """What was thought to be over is not: a case that waited to be verified is ours again."""
    await add_note(db, case, f"{_named(incident)} is active again: {reason}", by=SYSTEM)
    if case.turn == "close_the_loop":
        await change_turn(db, case, "us", f"incident {incident.ref} is active again", by=SYSTEM)


def update_note(incident: Incident, text: str) -> str:
    return f"Update on {_named(incident)}: {text}"


def _named(incident: Incident) -> str:
    return f"incident [{incident.ref}](/incidents/{incident.ref}) {incident.title}"
