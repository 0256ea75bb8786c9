"""What was suggested, and what suggestions are compared with."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ..models import CaseIncidentLink, Incident


async def suggestions_of(db: Session, case: Case) -> list[tuple[CaseIncidentLink, Incident]]:
    query = select(CaseIncidentLink, Incident).join(Incident, col(Incident.id) == CaseIncidentLink.incident_id)
    rows = await db.execute(
        query.where(col(CaseIncidentLink.case_id) == case.id, col(CaseIncidentLink.state) == "suggested")
    )
    return [(link, incident) for link, incident in rows]


async def suggested_cases(db: Session, incident: Incident) -> list[tuple[CaseIncidentLink, Case]]:
    query = select(CaseIncidentLink, Case).join(Case, col(Case.id) == CaseIncidentLink.case_id)
    rows = await db.execute(
        query.where(col(CaseIncidentLink.incident_id) == incident.id, col(CaseIncidentLink.state) == "suggested")
    )
    return [(link, case) for link, case in rows]


async def linked_titles(db: Session, incidents: Iterable[Incident]) -> dict[int, list[str]]:
    """The titles of the newest confirmed cases of each incident, as far as this transaction may see them."""
    found: dict[int, list[str]] = {incident.id: [] for incident in incidents}
    query = select(col(CaseIncidentLink.incident_id), col(Case.title)).join(
        Case, col(Case.id) == CaseIncidentLink.case_id
    )
    confirmed = query.where(
        col(CaseIncidentLink.incident_id).in_(list(found)), col(CaseIncidentLink.state) == "confirmed"
    )
    for incident_id, title in await db.execute(confirmed.order_by(col(CaseIncidentLink.id).desc()).limit(200)):
        found[incident_id].append(title)
    return found
