"""What was written on the incidents that a case is linked to."""

from sqlmodel import col, select

from ...cases.models import Case
from ...cases.queries.merged import seen_together
from ...platform.db import Session
from ..models import CaseIncidentLink, IncidentUpdate


async def updates_beside_case(db: Session, case: Case) -> list[tuple[int, str]]:
    """Of each incident that is or may be the case's, with the incident it stands on."""
    query = select(IncidentUpdate.incident_id, IncidentUpdate.text).join(
        CaseIncidentLink, col(CaseIncidentLink.incident_id) == IncidentUpdate.incident_id
    )
    beside = query.where(
        col(CaseIncidentLink.case_id).in_(await seen_together(db, case)),
        col(CaseIncidentLink.state).in_(["confirmed", "suggested"]),
    )
    return list(dict.fromkeys((await db.exec(beside.order_by(col(IncidentUpdate.id)))).all()))
