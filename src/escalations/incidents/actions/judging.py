"""The link of a pair that somebody is to judge, and how it turns."""

from ...cases.models import Case
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor
from ...platform.time import now
from ..models import CaseIncidentLink, Incident
from ..queries import present_link
from .likening import likeness


def turn(link: CaseIncidentLink, state: str, by: Actor, reason: str = "") -> None:
    link.state, link.at, link.author_id, link.reason = state, now(), by.id, reason


async def link_to_judge(db: Session, case: Case, incident: Incident) -> CaseIncidentLink:
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
