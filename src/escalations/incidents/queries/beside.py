"""Incidents beside a case, as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries.merged import seen_together
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
    """By state of the link, those that still hurt first. The link of a case that is merged into it counts
    as its own; what somebody decided counts more than what is suggested."""
    of_incident = (
        col(Incident.id), col(Incident.title), col(Incident.severity), col(Incident.state), col(Incident.started_at), col(Incident.mitigated_at),
    )  # fmt: skip
    query: Any = select(
        *of_incident,
        col(CaseIncidentLink.state).label("link"),
        col(CaseIncidentLink.case_id).label("of_case"),
        col(CaseIncidentLink.evidence),
    )
    query = query.join(CaseIncidentLink, col(CaseIncidentLink.incident_id) == Incident.id)
    here = col(CaseIncidentLink.case_id).in_(await seen_together(db, case))
    present = query.where(here, col(CaseIncidentLink.state) != "ended")
    found: dict[str, list[IncidentOfCase]] = {"confirmed": [], "suggested": [], "rejected": []}
    by_hurt = (col(Incident.state), col(CaseIncidentLink.score).desc(), col(Incident.id))
    for row in _one_link_each((await db.execute(present.order_by(*by_hurt))).all(), case.id):
        found[row.link].append(beside_case(row, row.evidence))
    return found


def _one_link_each(rows: Sequence[Any], case_id: int) -> list[Any]:
    """The one that says most."""
    best: dict[int, Any] = {}
    for row in rows:
        best[row.id] = min(best.get(row.id, row), row, key=lambda one: (one.link, one.of_case != case_id))
    return list(best.values())


def beside_case(incident: Any, evidence: Sequence[str]) -> IncidentOfCase:
    """From an incident or from the columns of one."""
    time = time_in_words(incident.state, incident.started_at, incident.mitigated_at, now())
    return IncidentOfCase(incident.id, incident.title, incident.severity, incident.state, time, list(evidence))
