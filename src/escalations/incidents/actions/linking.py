"""Whether a case comes of an incident: said, denied, taken back. No row is ever deleted."""

from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import IncidentLinkConfirmed, IncidentLinkEnded, IncidentLinkRejected
from ..models import CaseIncidentLink, Incident
from ..queries import last_ended_link, present_link, suggested_links
from .suggesting import likeness


async def confirm_link(db: Session, case: Case, incident: Incident, *, by: Actor) -> CaseIncidentLink:
    """Also where nothing was suggested, or where it had been denied before."""
    allow(by, "work_cases")
    return await attach(db, case, incident, by=by)


async def attach(db: Session, case: Case, incident: Incident, *, by: Actor) -> CaseIncidentLink:
    """For a verb that has checked its own permission."""
    link = await _link_to_judge(db, case, incident)
    if link.state != "confirmed":
        _turn(link, "confirmed", by)
        db.add(link)
        await record(db, IncidentLinkConfirmed(case=case.ref, incident=incident.ref), on=link, by=by)
        await db.flush()
    return link


async def confirm_all_suggested(db: Session, incident: Incident, *, by: Actor) -> list[CaseIncidentLink]:
    """The suggestions there are at this moment, each recorded on its own case."""
    allow(by, "work_cases")
    links = await suggested_links(db, incident)
    for link in links:
        _turn(link, "confirmed", by)
        await record(db, IncidentLinkConfirmed(case=link.case_ref, incident=incident.ref), on=link, by=by)
    await db.flush()
    return links


async def reject_link(db: Session, case: Case, incident: Incident, reason: str = "", *, by: Actor) -> CaseIncidentLink:
    """Kept with its evidence: it is not suggested again, and shows how good the suggestions are."""
    allow(by, "work_cases")
    link = await _link_to_judge(db, case, incident)
    if link.state == "confirmed":
        raise Refused(f"{case.ref} is linked to {incident.ref}. End the link with a reason instead.")
    if link.state != "rejected":
        _turn(link, "rejected", by, reason)
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
    _turn(link, "ended", by, reason)
    link.ended_at = link.at
    await record(
        db, IncidentLinkEnded(case=case.ref, incident=incident.ref, was="confirmed", reason=reason), on=link, by=by
    )
    await db.flush()
    return link


def _turn(link: CaseIncidentLink, state: str, by: Actor, reason: str = "") -> None:
    link.state, link.at, link.author_id, link.reason = state, now(), by.id, reason


async def _link_to_judge(db: Session, case: Case, incident: Incident) -> CaseIncidentLink:
    """The one that is there, or a new one with whatever evidence there is for it."""
    if case.boundary != incident.boundary:
        raise Refused(
            f"{case.ref} is in {case.boundary} and {incident.ref} in {incident.boundary}. A link cannot cross boundaries."
        )
    present = await present_link(db, case, incident)
    if present is not None:
        return present
    found = await likeness(db, case, incident)
    return CaseIncidentLink(
        boundary=case.boundary, case_id=case.id, incident_id=incident.id, state="suggested", method="manual", at=now(),
        score=found.score if found else 0, evidence=list(found.evidence) if found else [],
    )  # fmt: skip
