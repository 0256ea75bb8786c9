"""The link of a pair that somebody is to judge, and how it turns."""

from sqlalchemy.dialects.postgresql import insert

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
    """The one that is there, or a new one with whatever evidence there is for it. What somebody else writes of the pair in this moment is awaited
    and taken as it is."""
    refuse_merged(incident)
    if case.boundary != incident.boundary:
        raise Refused(
            f"{case.ref} is in {case.boundary} and {incident.ref} in {incident.boundary}. A link cannot cross boundaries."
        )
    present = await present_link(db, case, incident)
    if present is not None:
        return present
    made = link_of(case, incident, await likeness(db, case, incident))
    return await _kept_once(db, made) or await link_to_judge(db, case, incident)


async def _kept_once(db: Session, made: CaseIncidentLink) -> CaseIncidentLink | None:
    """None where somebody else's is there by now."""
    row = made.model_dump(exclude={"id"})
    kept = insert(CaseIncidentLink).values(row).on_conflict_do_nothing().returning(CaseIncidentLink)
    return (await db.scalars(kept)).one_or_none()
