"""Suggestions that the system takes back."""

from ...cases.models import Case
from ...platform.db import Session
from ...platform.events import SYSTEM, record
from ...platform.time import now
from ..events import IncidentLinkEnded
from ..matching import match
from ..models import CaseIncidentLink, Incident
from ..queries import linked_titles, listings
from .likening import facts_of_case, facts_of_incident

NO_LONGER = "what is known has changed and no longer speaks for it"


async def drop_unlike(db: Session, suggested: list[tuple[CaseIncidentLink, Case, Incident]]) -> None:
    if not suggested:
        return
    titles = await linked_titles(db, [incident for _, _, incident in suggested])
    listed = await listings(db, {incident.id for _, _, incident in suggested}, [case.id for _, case, _ in suggested])
    for link, case, incident in suggested:
        known = listed.get((incident.id, case.id))
        found = match(facts_of_case(case), facts_of_incident(incident), titles[incident.id], listed=known)
        if found is None or not found.is_strong:
            link.state, link.at, link.ended_at, link.reason = "ended", now(), now(), NO_LONGER
            event = IncidentLinkEnded(case=case.ref, incident=incident.ref, was="suggested", reason=NO_LONGER)
            await record(db, event, on=link, by=SYSTEM)
    await db.flush()
