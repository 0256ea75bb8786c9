"""An incident as lists show it: finished values for the template."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...platform.time import spell
from ..reach import what_in_words, where_in_words


@dataclass(frozen=True)
class IncidentLine:
    id: int
    title: str
    severity: str
    state: str
    boundary: str
    what: str
    where: str
    cases: int
    open_cases: int
    customers: int
    suggested: int
    time: str

    @property
    def ref(self) -> str:
        return f"I-{self.id}"

    @property
    def url(self) -> str:
        return f"/incidents/{self.ref}"


def line_of(row: Any, at: datetime) -> IncidentLine:
    return IncidentLine(
        id=row.id, title=row.title, severity=row.severity, state=row.state, boundary=row.boundary, what=what_in_words(row.families, row.products),
        where=where_in_words(row.regions), cases=row.cases, open_cases=row.open_cases, customers=row.customers, suggested=row.suggested,
        time=time_in_words(row.state, row.started_at, row.mitigated_at, at),
    )  # fmt: skip


def time_in_words(state: str, started_at: datetime, mitigated_at: datetime | None, at: datetime) -> str:
    lasted = spell((mitigated_at or at) - started_at)
    return f"for {lasted}" if state == "active" else f"lasted {lasted}"
