"""Incidents that a case may come of, narrowed by the database before the words are compared."""

from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, Text, bindparam, exists, select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ...platform.kept import Kept
from ...platform.time import now
from ..grounds import AFTER, BEFORE
from ..models import CaseIncidentLink, Incident

STRAGGLERS = timedelta(days=3)
"""So long after it was resolved a case may still turn out to come of an incident."""
_link = CaseIncidentLink


async def unsettled_incidents(db: Session, case: Case) -> list[Incident]:
    """Those a case may come of by boundary and time, unless a link or somebody's word already says so or not."""
    began = case.problem_started_at or case.opened_at
    found = await _unsettled().all(
        db, boundary=case.boundary, case_id=case.id, resolved=now() - STRAGGLERS, started=began + BEFORE, mitigated=began - AFTER
    )  # fmt: skip
    return list(found)


@cache
def _unsettled() -> Kept[Incident]:
    resolved_at, mitigated_at = col(Incident.resolved_at), col(Incident.mitigated_at)
    case_id, boundary = bindparam("case_id", type_=BigInteger), bindparam("boundary", type_=Text)
    resolved, started, mitigated = (
        bindparam(name, type_=DateTime(timezone=True)) for name in ("resolved", "started", "mitigated")
    )
    in_time = (
        resolved_at.is_(None) | (resolved_at > resolved),
        col(Incident.merged_into_id).is_(None),
        col(Incident.started_at) <= started,
        mitigated_at.is_(None) | (mitigated_at >= mitigated),
    )
    query = select(Incident).where(col(Incident.boundary) == boundary, *in_time, ~is_settled(Incident.id, case_id))
    return Kept(query.order_by(col(Incident.started_at).desc()).limit(50))


def is_settled(incident_id: Any, case_id: Any) -> ColumnElement[bool]:
    """A suggestion that the system itself took back may be made again."""
    said = (col(_link.state) != "ended") | col(_link.author_id).is_not(None)
    return exists().where(col(_link.incident_id) == incident_id, col(_link.case_id) == case_id, said)
