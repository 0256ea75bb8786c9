"""Lists of incidents: columns only, counts added up in the same query."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, func, select
from sqlmodel import col

from ...platform.db import Session
from ...platform.time import now
from ..models import Incident, IncidentCount
from .lines import IncidentLine, line_of

PAGE = 60
_NUMBERS = {
    "cases": IncidentCount.cases, "open_cases": IncidentCount.open_cases, "customers": IncidentCount.customers, "suggested": IncidentCount.suggested,
}  # fmt: skip
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
    """With its counts, which are kept: no link is looked up."""
    shown = select(col(Incident.id)).where(*conditions).order_by(*order).limit(PAGE)
    counts = [func.coalesce(func.sum(col(number)), 0).label(name) for name, number in _NUMBERS.items()]
    query = select(Incident.__table__, *counts)  # type: ignore[attr-defined]
    query = query.outerjoin(IncidentCount, col(IncidentCount.incident_id) == Incident.id)
    query = query.where(col(Incident.id).in_(shown)).group_by(col(Incident.id)).order_by(*order)
    at = now()
    return [line_of(row, at) for row in await db.execute(query)]
