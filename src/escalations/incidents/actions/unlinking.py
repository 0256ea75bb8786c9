"""That a case does not come of an incident: denied, or taken back. No row is ever deleted."""

from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ..events import IncidentLinkEnded, IncidentLinkRejected
from ..models import CaseIncidentLink, Incident
from ..queries import last_ended_link, present_link
from .judging import link_to_judge, turn


async def reject_link(db: Session, case: Case, incident: Incident, reason: str = "", *, by: Actor) -> CaseIncidentLink:
    """Kept with its evidence: it is not suggested again, and shows how good the suggestions are."""
    allow(by, "work_cases")
    link = await link_to_judge(db, case, incident)
    if link.state == "confirmed":
        raise Refused(f"{case.ref} is linked to {incident.ref}. End the link with a reason instead.")
    if link.state != "rejected":
        turn(link, "rejected", by, reason)
        db.add(link)
        await record(db, IncidentLinkRejected(case=case.ref, incident=incident.ref, reason=reason), on=link, by=by)
        await db.flush()
    return link


async def end_link(db: Session, case: Case, incident: Incident, reason: str, *, by: Actor) -> CaseIncidentLink:
    """The case was thought to come of it and does not."""
    allow(by, "work_cases")
    link = await present_link(db, case, incident)
    ended = await last_ended_link(db, case, incident) if link is None else None
    if ended is not None and ended.author_id is not None:
        return ended
    if link is None or link.state != "confirmed":
        raise Refused(f"{case.ref} is not linked to {incident.ref}, so there is no link to end.")
    turn(link, "ended", by, reason)
    link.ended_at = link.at
    await record(
        db, IncidentLinkEnded(case=case.ref, incident=incident.ref, was="confirmed", reason=reason), on=link, by=by
    )
    await db.flush()
    return link
