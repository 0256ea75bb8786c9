"""Cases beside an incident and incidents beside a case, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import CaseLine, case_columns, lines
from ...platform.db import Session
from ...platform.time import now
from ..models import CaseIncidentLink, Incident
from .lists import PAGE, time_in_words

_suggested = col(CaseIncidentLink.state) == "suggested"


@dataclass(frozen=True)
class IncidentOfCase:
    """An incident beside a case: linked to it, suggested for it, or denied. `time` says how long it lasted so far."""

    id: int
    title: str
    severity: str
    state: str
    time: str
    evidence: list[str]

    @property
    def ref(self) -> str:
        return f"I-{self.id}"

    @property
    def url(self) -> str:
        return f"/incidents/{self.ref}"


@dataclass(frozen=True)
class SuggestedCase:
    line: CaseLine
    score: int
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
    query = case_columns().add_columns(col(CaseIncidentLink.score), col(CaseIncidentLink.evidence))
    query = query.join(CaseIncidentLink, col(CaseIncidentLink.case_id) == Case.id)
    waiting = query.where(col(CaseIncidentLink.incident_id) == incident.id, _suggested)
    rows = (await db.execute(waiting.order_by(col(CaseIncidentLink.score).desc(), col(Case.id)).limit(limit))).all()
    return [SuggestedCase(line, row.score, row.evidence) for line, row in zip(lines(rows), rows, strict=True)]


async def incidents_of_case(db: Session, case: Case) -> dict[str, list[IncidentOfCase]]:
    """By state of the link, those that still hurt first."""
    of_incident = (
        col(Incident.id),
        col(Incident.title),
        col(Incident.severity),
        col(Incident.state),
        col(Incident.started_at),
        col(Incident.mitigated_at),
    )
    query: Any = select(*of_incident, col(CaseIncidentLink.state).label("link"), col(CaseIncidentLink.evidence))
    query = query.join(CaseIncidentLink, col(CaseIncidentLink.incident_id) == Incident.id)
    present = query.where(col(CaseIncidentLink.case_id) == case.id, col(CaseIncidentLink.state) != "ended")
    found: dict[str, list[IncidentOfCase]] = {"confirmed": [], "suggested": [], "rejected": []}
    for row in await db.execute(
        present.order_by(col(Incident.state), col(CaseIncidentLink.score).desc(), col(Incident.id))
    ):
        found[row.link].append(beside_case(row, row.evidence))
    return found


def beside_case(incident: Any, evidence: Sequence[str]) -> IncidentOfCase:
    """From an incident or from the columns of one."""
    time = time_in_words(incident.state, incident.started_at, incident.mitigated_at, now())
    return IncidentOfCase(incident.id, incident.title, incident.severity, incident.state, time, list(evidence))
