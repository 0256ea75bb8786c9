"""Links that the system proposes: from a case to incidents, and from an incident to cases."""

from sqlalchemy.dialects.postgresql import insert

from ...cases.models import Case
from ...platform.db import Session
from ...platform.events import SYSTEM, record
from ...platform.time import now
from ..events import IncidentLinkSuggested
from ..matching import Match, match
from ..models import CaseIncidentLink, Incident
from ..queries import linked_titles, listings, suggested_cases, suggestions_of, unsettled_cases
from .dropping import drop_unlike
from .likening import facts_of_incident, incidents_like


async def suggest_incidents(db: Session, case: Case) -> int:
    """For a case that is new or whose facts were corrected: drop what no longer fits, then propose what does."""
    await drop_unlike(db, [(link, case, incident) for link, incident in await suggestions_of(db, case)])
    strong = [(incident, found) for incident, found in await incidents_like(db, case) if found.is_strong]
    return sum([await suggest(db, incident, {case.id: found}) for incident, found in strong])


async def suggest_cases(db: Session, incident: Incident) -> int:
    """For an incident that is new or whose reach was corrected, over all open cases of its families and time."""
    if incident.merged_into_id is not None:
        return 0
    await drop_unlike(db, [(link, case, incident) for link, case in await suggested_cases(db, incident)])
    facts, titles = facts_of_incident(incident), (await linked_titles(db, [incident]))[incident.id]
    cases = dict(await unsettled_cases(db, incident))
    listed = await listings(db, [incident.id], cases)
    found = {
        case_id: match(case, facts, titles, listed=listed.get((incident.id, case_id)))
        for case_id, case in cases.items()
    }
    return await suggest(db, incident, {case_id: like for case_id, like in found.items() if like and like.is_strong})


async def suggest(db: Session, incident: Incident, found: dict[int, Match]) -> int:
    """One statement for all of them. A pair that somebody linked meanwhile stays as it is."""
    if not found:
        return 0
    shared = {
        "boundary": incident.boundary,
        "incident_id": incident.id,
        "state": "suggested",
        "at": now(),
        "version": 1,
        "reason": "",
    }
    rows = [
        {**shared, "case_id": case_id, "method": like.method, "score": like.score, "evidence": list(like.evidence)}
        for case_id, like in found.items()
    ]
    stored = await db.scalars(
        insert(CaseIncidentLink).values(rows).on_conflict_do_nothing().returning(CaseIncidentLink)
    )
    links = stored.all()
    for link in links:
        event = IncidentLinkSuggested(case=link.case_ref, incident=incident.ref, score=link.score)
        await record(db, event, on=link, by=SYSTEM)
    return len(links)
