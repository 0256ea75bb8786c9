"""That a case comes of an incident: said of one, or of all that are suggested."""

from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ..accounts import refuse_merged
from ..events import IncidentLinkConfirmed
from ..models import CaseIncidentLink, Incident
from ..queries import suggested_links
from .batching import Was, begin_batch, keep_changes
from .judging import link_to_judge, turn


async def confirm_link(db: Session, case: Case, incident: Incident, *, by: Actor) -> CaseIncidentLink:
    """Also where nothing was suggested, or where it had been denied before."""
    allow(by, "work_cases")
    return await attach(db, case, incident, by=by)


async def attach(db: Session, case: Case, incident: Incident, *, by: Actor) -> CaseIncidentLink:
    """For a verb that has checked its own permission."""
    link = await link_to_judge(db, case, incident)
    if link.state != "confirmed":
        turn(link, "confirmed", by)
        db.add(link)
        await record(db, IncidentLinkConfirmed(case=case.ref, incident=incident.ref), on=link, by=by)
        await db.flush()
    return link


async def confirm_all_suggested(db: Session, incident: Incident, *, by: Actor) -> list[CaseIncidentLink]:
    """The suggestions there are at this moment, each recorded on its own case, to be taken back together."""
    allow(by, "work_cases")
    refuse_merged(incident)
    links = await suggested_links(db, incident)
    before = [(link, Was.of(link)) for link in links]
    for link in links:
        turn(link, "confirmed", by)
        await record(db, IncidentLinkConfirmed(case=link.case_ref, incident=incident.ref), on=link, by=by)
    if links:
        await keep_changes(db, await begin_batch(db, incident, "confirmed", by=by), before)
    return links
