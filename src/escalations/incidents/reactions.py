"""What incidents do when a case was opened or corrected, and what linked cases learn of their incident."""

from typing import Any

from ..cases.events import CaseImported, CaseOpened, FactsCorrected
from ..cases.queries import case_with_id
from ..platform.db import Session
from ..platform.errors import id_of
from ..platform.events import Event, Recorded, on
from ..platform.time import now
from .actions import close_the_loop, let_go, suggest_cases, suggest_incidents
from .events import (
    IncidentDeclared,
    IncidentLinkConfirmed,
    IncidentLinkEnded,
    IncidentLinkMoved,
    IncidentLinkRestored,
    IncidentMitigated,
    IncidentReactivated,
    IncidentResolved,
    IncidentRevised,
    IncidentUpdatePosted,
    IncidentUpdateSpread,
    SubscriptionsListed,
)
from .models import Incident, IncidentUpdate
from .queries import incident_with_id, is_to_verify, newest_update, update_with_id
from .spreading import spread


@on(CaseImported, when=lambda event: event.closed is None)
@on(CaseOpened, FactsCorrected)
async def look_for_incidents(db: Session, fact: Recorded[Event]) -> None:
    case = await case_with_id(db, _id(fact.subject))
    if case is not None and case.is_open:
        await suggest_incidents(db, case)


@on(IncidentDeclared, IncidentRevised, IncidentMitigated, IncidentReactivated, SubscriptionsListed)
async def look_for_cases(db: Session, fact: Recorded[Event]) -> None:
    await suggest_cases(db, await _incident(db, fact.subject))


@on(IncidentUpdatePosted, when=lambda event: event.spread)
async def pass_the_update_on(db: Session, fact: Recorded[IncidentUpdatePosted]) -> None:
    await _spread(db, fact, "update")


@on(IncidentResolved)
async def tell_the_cause(db: Session, fact: Recorded[IncidentResolved]) -> None:
    await _spread(db, fact, "update")


@on(IncidentUpdateSpread)
async def pass_an_older_update_on(db: Session, fact: Recorded[IncidentUpdateSpread]) -> None:
    incident, update = await _incident(db, fact.subject), await _update(db, fact.event.update_id)
    await spread(db, incident, update, "update", now())


@on(IncidentMitigated)
async def ask_to_verify(db: Session, fact: Recorded[IncidentMitigated]) -> None:
    await _spread(db, fact, "verify")


@on(IncidentReactivated)
async def take_back_the_turn(db: Session, fact: Recorded[IncidentReactivated]) -> None:
    await _spread(db, fact, "again")


@on(IncidentLinkConfirmed)
@on(IncidentLinkMoved, when=lambda event: event.state == "confirmed")
async def catch_up(db: Session, fact: Recorded[Event]) -> None:
    """A case that is linked when the incident is already over is to be verified as well. What was written since reaches it by itself."""
    case = await case_with_id(db, _id(fact.thread), lock=True)
    incident = await _incident(db, fact.subject)
    newest = await newest_update(db, incident, until=fact.at)
    if case is None or not case.is_open or incident.state == "active" or newest is None or newest.state == "active":
        return
    if case.turn != "close_the_loop":
        await close_the_loop(db, incident, case, newest, since=fact.at)


@on(IncidentLinkEnded, when=lambda event: event.was == "confirmed")
@on(IncidentLinkRestored, when=lambda event: event.was == "confirmed")
@on(IncidentLinkMoved, when=lambda event: event.state == "confirmed")
async def stop_verifying(
    db: Session, fact: Recorded[IncidentLinkEnded | IncidentLinkRestored | IncidentLinkMoved]
) -> None:
    """A case that no longer comes of what was mitigated waits for no word that it works again."""
    event = fact.event
    left = event.was if isinstance(event, IncidentLinkMoved) else event.incident
    case = await case_with_id(db, _id(fact.thread), lock=True)
    incident = await incident_with_id(db, id_of(left, "I"))
    if case is not None and case.is_open and incident is not None and not await is_to_verify(db, case):
        await let_go(db, incident, case, f"no longer linked to incident {incident.ref}")


async def _spread(db: Session, fact: Recorded[Any], how: str) -> None:
    """For an event that came with an update."""
    await spread(db, await _incident(db, fact.subject), await _update(db, fact.event.update_id), how, fact.at)


async def _incident(db: Session, subject: str) -> Incident:
    incident = await incident_with_id(db, _id(subject))
    if incident is None:
        raise LookupError(f"{subject} is gone, although incidents are never deleted")
    return incident


async def _update(db: Session, update_id: int) -> IncidentUpdate:
    update = await update_with_id(db, update_id)
    if update is None:
        raise LookupError(f"update {update_id} is gone, although updates are never deleted")
    return update


def _id(subject: str) -> int:
    return int(subject.split("/")[1])
