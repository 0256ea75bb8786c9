"""Cases beside an incident, as its page shows them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import CaseLine, case_columns, lines
from ...platform.db import Session
from ..models import CaseIncidentLink, Incident
from .lists import PAGE

_suggested = col(CaseIncidentLink.state) == "suggested"


@dataclass(frozen=True)
class SuggestedCase:
    """`version` is of the suggestion, so that a bulk verb knows what the person saw."""

    line: CaseLine
    score: int
    version: int
    evidence: list[str]


async def linked_cases(db: Session, incident: Incident, *, limit: int = PAGE) -> list[CaseLine]:
    """Open ones first."""
    query = case_columns().join(CaseIncidentLink, col(CaseIncidentLink.case_id) == Case.id)
    linked = query.where(col(CaseIncidentLink.incident_id) == incident.id, col(CaseIncidentLink.state) == "confirmed")
    order = (col(Case.closed_at).is_not(None), col(Case.severity), col(Case.id).desc())
    return lines(await db.execute(linked.order_by(*order).limit(limit)))


async def count_suggested(db: Session, incident: Incident) -> int:
    mine = (col(CaseIncidentLink.incident_id) == incident.id, _suggested)
    return int((await db.execute(select(func.count()).select_from(CaseIncidentLink).where(*mine))).scalar_one())


async def suggested_case_lines(db: Session, incident: Incident, *, limit: int = PAGE) -> list[SuggestedCase]:
    """The likeliest first."""
    query = case_columns().add_columns(
        col(CaseIncidentLink.score), col(CaseIncidentLink.evidence), col(CaseIncidentLink.version).label("link_version")
    )
    query = query.join(CaseIncidentLink, col(CaseIncidentLink.case_id) == Case.id)
    waiting = query.where(col(CaseIncidentLink.incident_id) == incident.id, _suggested)
    rows = (await db.execute(waiting.order_by(col(CaseIncidentLink.score).desc(), col(Case.id)).limit(limit))).all()
    return [
        SuggestedCase(line, row.score, row.link_version, row.evidence)
        for line, row in zip(lines(rows), rows, strict=True)
    ]
