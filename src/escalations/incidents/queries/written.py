"""What was written on the incidents that a case is linked to."""

from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import col

from ..models import CaseIncidentLink, IncidentUpdate


def updates_beside(cases: ColumnElement[Any]) -> Select[str, int]:
    """Of each incident that is or may be the cases', with its id."""
    query = select(col(IncidentUpdate.text), col(IncidentUpdate.incident_id)).join(
        CaseIncidentLink, col(CaseIncidentLink.incident_id) == IncidentUpdate.incident_id
    )
    return query.where(
        col(CaseIncidentLink.case_id) == cases, col(CaseIncidentLink.state).in_(["confirmed", "suggested"])
    )
