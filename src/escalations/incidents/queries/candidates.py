"""Incidents that a case may come of, narrowed by the database before the words are compared."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ...platform.time import now
from ..grounds import AFTER, BEFORE
from ..models import CaseIncidentLink, Incident

STRAGGLERS = timedelta(days=3)
"""So long after it was resolved a case may still turn out to come of an incident."""
_link = CaseIncidentLink


async def unsettled_incidents(db: Session, case: Case) -> list[Incident]:
    """Those a case may come of by boundary and time, unless a link or somebody's word already says so or not."""
    began = case.problem_started_at or case.opened_at
    resolved_at, mitigated_at = col(Incident.resolved_at), col(Incident.mitigated_at)
    in_time = (
        resolved_at.is_(None) | (resolved_at > now() - STRAGGLERS),
        col(Incident.merged_into_id).is_(None),
        col(Incident.started_at) <= began + BEFORE,
        mitigated_at.is_(None) | (mitigated_at >= began - AFTER),
    )
    query = select(Incident).where(col(Incident.boundary) == case.boundary, *in_time, ~is_settled(Incident.id, case.id))
    return list((await db.execute(query.order_by(col(Incident.started_at).desc()).limit(50))).scalars())


def is_settled(incident_id: Any, case_id: Any) -> ColumnElement[bool]:
    """A suggestion that the system itself took back may be made again."""
    said = (col(_link.state) != "ended") | col(_link.author_id).is_not(None)
    return exists().where(col(_link.incident_id) == incident_id, col(_link.case_id) == case_id, said)
