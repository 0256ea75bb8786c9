"""Lists of incidents: columns only, counts grouped in the same query."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, func, select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ...platform.time import now
from ..models import CaseIncidentLink, Incident
from .lines import IncidentLine, line_of

PAGE = 60
_confirmed = col(CaseIncidentLink.state) == "confirmed"
_suggested = col(CaseIncidentLink.state) == "suggested"
_stands = col(Incident.merged_into_id).is_(None)


async def unresolved_incidents(db: Session) -> list[IncidentLine]:
    """Active before mitigated, the worse before the less bad, the newer before the older."""
    order = (col(Incident.state), col(Incident.severity), col(Incident.started_at).desc(), col(Incident.id).desc())
    return await _incident_lines(db, col(Incident.state) != "resolved", _stands, order=order)


async def resolved_incidents(db: Session, *, before: int | None = None) -> list[IncidentLine]:
    """Newest first; `before` is the id of the last incident of the page before."""
    order = (col(Incident.resolved_at).desc(), col(Incident.id).desc())
    resolved = col(Incident.state) == "resolved"
    if before is None:
        return await _incident_lines(db, resolved, _stands, order=order)
    last = select(col(Incident.resolved_at)).where(col(Incident.id) == before).scalar_subquery()
    earlier = (col(Incident.resolved_at) < last) | ((col(Incident.resolved_at) == last) & (col(Incident.id) < before))
    return await _incident_lines(db, resolved, _stands, earlier, order=order)


async def _incident_lines(
    db: Session, *conditions: ColumnElement[bool], order: Sequence[UnaryExpression[Any] | Any]
) -> list[IncidentLine]:
    shown = select(col(Incident.id)).where(*conditions).order_by(*order).limit(PAGE)
    counts = (
        func.count().filter(_confirmed).label("cases"),
        func.count().filter(_confirmed, col(Case.closed_at).is_(None)).label("open_cases"),
        func.count(col(Case.customer_id).distinct()).filter(_confirmed).label("customers"),
        func.count().filter(_suggested).label("suggested"),
    )
    query = select(Incident.__table__, *counts)  # type: ignore[attr-defined]
    query = query.outerjoin(
        CaseIncidentLink, (col(CaseIncidentLink.incident_id) == Incident.id) & (_confirmed | _suggested)
    )
    query = query.outerjoin(Case, col(Case.id) == CaseIncidentLink.case_id).where(col(Incident.id).in_(shown))
    at = now()
    return [line_of(row, at) for row in await db.execute(query.group_by(col(Incident.id)).order_by(*order))]
