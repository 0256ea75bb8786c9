"""The links of an incident one by one, locked for the verbs on them."""

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from ...cases.models import Case
from ...platform.db import Session
from ..models import CaseIncidentLink, Incident


async def present_link(db: Session, case: Case, incident: Incident) -> CaseIncidentLink | None:
    """Suggested, confirmed or rejected, locked for a verb. A pair has one at most."""
    query = _links_between(case, incident).where(CaseIncidentLink.state != "ended")
    return (await db.exec(query.with_for_update(key_share=True))).one_or_none()


async def last_ended_link(db: Session, case: Case, incident: Incident) -> CaseIncidentLink | None:
    query = _links_between(case, incident).where(CaseIncidentLink.state == "ended")
    return (await db.exec(query.order_by(col(CaseIncidentLink.id).desc()).limit(1))).one_or_none()


def _links_between(case: Case, incident: Incident) -> SelectOfScalar[CaseIncidentLink]:
    pair = (CaseIncidentLink.case_id == case.id, CaseIncidentLink.incident_id == incident.id)
    return select(CaseIncidentLink).where(*pair)


async def suggested_links(db: Session, incident: Incident) -> list[CaseIncidentLink]:
    """Locked, in the order of their cases, so that two bulk verbs do not wait for each other in a circle."""
    mine = (CaseIncidentLink.incident_id == incident.id, CaseIncidentLink.state == "suggested")
    query = select(CaseIncidentLink).where(*mine).order_by(col(CaseIncidentLink.case_id))
    return list((await db.exec(query.with_for_update(key_share=True))).all())


async def open_linked_cases(db: Session, incident: Incident) -> list[Case]:
    """Confirmed and open, locked for the verbs that follow."""
    confirmed = (CaseIncidentLink.incident_id == incident.id, CaseIncidentLink.state == "confirmed")
    query = select(Case).join(CaseIncidentLink, col(CaseIncidentLink.case_id) == Case.id)
    query = query.where(*confirmed, col(Case.closed_at).is_(None)).order_by(col(Case.id))
    return list((await db.exec(query.with_for_update(key_share=True, of=Case))).all())
