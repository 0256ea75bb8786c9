"""The link of a pair that somebody is to judge, and how it turns."""

from ...cases.models import Case
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor
from ...platform.time import now
from ..accounts import refuse_merged
from ..models import CaseIncidentLink, Incident
from ..queries import present_link
from .likening import likeness, link_of


def turn(link: CaseIncidentLink, state: str, by: Actor, reason: str = "") -> None:
    link.state, link.at, link.author_id, link.reason = state, now(), by.id, reason


async def link_to_judge(db: Session, case: Case, incident: Incident) -> CaseIncidentLink:
    """The one that is there, or a new one with whatever evidence there is for it."""
    refuse_merged(incident)
    if case.boundary != incident.boundary:
        raise Refused(
            f"{case.ref} is in {case.boundary} and {incident.ref} in {incident.boundary}. A link cannot cross boundaries."
        )
    present = await present_link(db, case, incident)
    if present is not None:
        return present
    return link_of(case, incident, await likeness(db, case, incident))
