"""What incidents do when a case was opened or corrected, and what linked cases learn of their incident."""

from ..cases.events import CaseOpened, FactsCorrected
from ..cases.queries import case_with_id
from ..platform.db import Session
from ..platform.events import Event, Recorded, on
from ..platform.time import time_at
from .actions import close_the_loop, open_the_loop, suggest_cases, suggest_incidents, tell_cases
from .actions.telling import update_note
from .events import (
    IncidentDeclared,
    IncidentLinkConfirmed,
    IncidentMitigated,
    IncidentReactivated,
    IncidentResolved,
    IncidentRevised,
    IncidentUpdatePosted,
)
from .models import Incident
from .queries import incident_with_id, newest_update, open_linked_cases, update_with_id


@on(CaseOpened, FactsCorrected)
async def look_for_incidents(db: Session, fact: Recorded[Event]) -> None:
    case = await case_with_id(db, _id(fact.subject))
    if case is not None and case.is_open:
        await suggest_incidents(db, case)


@on(IncidentDeclared, IncidentRevised, IncidentMitigated, IncidentReactivated)
async def look_for_cases(db: Session, fact: Recorded[Event]) -> None:
    await suggest_cases(db, await _incident(db, fact.subject))


@on(IncidentUpdatePosted, IncidentResolved)
async def pass_the_update_on(db: Session, fact: Recorded[IncidentUpdatePosted | IncidentResolved]) -> None:
    incident = await _incident(db, fact.subject)
    text = await _text(db, fact.event.update_id)
    with time_at(fact.at):
        await tell_cases(db, incident, update_note(incident, text))


@on(IncidentMitigated)
async def ask_to_verify(db: Session, fact: Recorded[IncidentMitigated]) -> None:
    incident = await _incident(db, fact.subject)
    if incident.state != "active":
        for case in await open_linked_cases(db, incident):
            await close_the_loop(db, incident, case, await _text(db, fact.event.update_id))


@on(IncidentReactivated)
async def take_back_the_turn(db: Session, fact: Recorded[IncidentReactivated]) -> None:
    incident = await _incident(db, fact.subject)
    if incident.state == "active":
        for case in await open_linked_cases(db, incident):
            await open_the_loop(db, incident, case, fact.event.reason)


@on(IncidentLinkConfirmed)
async def catch_up(db: Session, fact: Recorded[IncidentLinkConfirmed]) -> None:
    """A case that is linked when the incident is already over is to be verified as well."""
    case = await case_with_id(db, _id(fact.thread), lock=True)
    incident = await _incident(db, fact.subject)
    if case is not None and case.is_open and case.turn != "close_the_loop" and incident.state != "active":
        newest = await newest_update(db, incident)
        await close_the_loop(db, incident, case, newest.text if newest else "")


async def _incident(db: Session, subject: str) -> Incident:
    incident = await incident_with_id(db, _id(subject))
    if incident is None:
        raise LookupError(f"{subject} is gone, although incidents are never deleted")
    return incident


async def _text(db: Session, update_id: int) -> str:
    update = await update_with_id(db, update_id)
    return update.text if update else ""


def _id(subject: str) -> int:
    return int(subject.split("/")[1])
