"""Incidents beside a case, as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ...platform.time import now
from ..models import CaseIncidentLink, Incident
from .lines import time_in_words


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


async def incidents_of_case(db: Session, case: Case) -> dict[str, list[IncidentOfCase]]:
    """By state of the link, those that still hurt first."""
    of_incident = (
        col(Incident.id), col(Incident.title), col(Incident.severity), col(Incident.state), col(Incident.started_at), col(Incident.mitigated_at),
    )  # fmt: skip
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
