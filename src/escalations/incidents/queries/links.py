"""The links of an incident one by one, locked for the verbs on them."""

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from ...cases.models import Case
from ...cases.queries.merged import seen_as, seen_together
from ...platform.db import Session
from ..models import CaseIncidentLink, Incident


async def present_link(db: Session, case: Case, incident: Incident) -> CaseIncidentLink | None:
    """Confirmed, rejected or suggested, in this order, locked for a verb. A pair has one at most; that of a case that is merged
    into it counts too."""
    pair = (
        col(CaseIncidentLink.case_id).in_(await seen_together(db, case)),
        CaseIncidentLink.incident_id == incident.id,
    )
    query = select(CaseIncidentLink).where(*pair, CaseIncidentLink.state != "ended")
    says_most = (col(CaseIncidentLink.state), col(CaseIncidentLink.case_id) != case.id)
    return (await db.exec(query.order_by(*says_most).limit(1).with_for_update(key_share=True))).first()


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
    """Confirmed and open, a merged one as its survivor; locked for the verbs that follow."""
    confirmed = (CaseIncidentLink.incident_id == incident.id, CaseIncidentLink.state == "confirmed")
    linked = select(CaseIncidentLink.case_id).where(*confirmed)
    query = select(Case).where(col(Case.id).in_(seen_as(linked)), col(Case.closed_at).is_(None)).order_by(col(Case.id))
    return list((await db.exec(query.with_for_update(key_share=True, of=Case))).all())
