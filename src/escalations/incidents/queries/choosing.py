"""Cases to be linked or set aside together, as they stand when somebody chooses them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import CaseLine, case_columns, lines
from ...platform.db import Session
from ..models import CaseIncidentLink, Incident
from .cases_in_reach import within_time

MOST = 200
"""So many cases are shown to choose from at once."""
_link = CaseIncidentLink


@dataclass(frozen=True)
class Choosable:
    """`version` is of the link that stands between the two now, 0 without one; `state` is empty then."""

    line: CaseLine
    customer_id: int
    version: int
    state: str
    evidence: list[str]

    @property
    def token(self) -> str:
        return f"{self.line.ref}.{self.version}"


async def choosable(db: Session, incident: Incident, case_ids: Collection[int]) -> list[Choosable]:
    query = _with_link(incident).where(col(Case.id).in_(list(case_ids)), col(Case.boundary) == incident.boundary)
    return await _choosable(db, query)


async def all_suggested(db: Session, incident: Incident) -> list[Choosable]:
    return await _choosable(db, _with_link(incident).where(col(_link.state) == "suggested"))


async def cases_like(db: Session, incident: Incident, case: Case) -> list[Choosable]:
    """Open cases with the family, product and region of this one, within the incident's time, on which nobody has spoken."""
    alike = (
        col(Case.family) == case.family, col(Case.product).is_not_distinct_from(case.product),
        col(Case.region).is_not_distinct_from(case.region), col(Case.id) != case.id,
        func.coalesce(_link.state, "suggested") == "suggested",
    )  # fmt: skip
    return await _choosable(db, _with_link(incident).where(*within_time(incident), *alike))


def _with_link(incident: Incident) -> Select[Any]:
    mine = and_(col(_link.case_id) == Case.id, col(_link.incident_id) == incident.id, col(_link.state) != "ended")
    query: Any = case_columns().add_columns(
        col(Case.customer_id), func.coalesce(_link.version, 0).label("link_version"),
        func.coalesce(_link.state, "").label("link_state"), col(_link.evidence), col(_link.score),
    )  # fmt: skip
    joined: Select[Any] = query.outerjoin(_link, mine)
    return joined


async def _choosable(db: Session, query: Select[Any]) -> list[Choosable]:
    rows = (await db.execute(query.order_by(func.coalesce(_link.score, 0).desc(), col(Case.id)).limit(MOST))).all()
    return [
        Choosable(line, row.customer_id, row.link_version, row.link_state, row.evidence or [])
        for line, row in zip(lines(rows), rows, strict=True)
    ]


async def confirmed_choosable(db: Session, incident: Incident) -> list[Choosable]:
    return await _choosable(db, _with_link(incident).where(col(_link.state) == "confirmed"))
