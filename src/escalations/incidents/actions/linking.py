"""That a case comes of an incident: said of one, or of all that are suggested."""

from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ...platform.time import now, time_at
from ..events import IncidentLinkConfirmed
from ..models import CaseIncidentLink, Incident
from ..queries import suggested_links
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
    """The suggestions there are at this moment, each recorded on its own case. All get the same moment, by which they can be undone."""
    allow(by, "work_cases")
    links = await suggested_links(db, incident)
    with time_at(now()):
        for link in links:
            turn(link, "confirmed", by)
            await record(db, IncidentLinkConfirmed(case=link.case_ref, incident=incident.ref), on=link, by=by)
    await db.flush()
    return links
