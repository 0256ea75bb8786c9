"""Cases that may come of an incident, narrowed by the database before the words are compared."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ..facts import CaseFacts
from ..grounds import AFTER, BEFORE
from ..models import Incident
from ..reach import families_of
from .candidates import is_settled

LOOKED_AT = 2000
"""So many of the newest open cases are held against an incident at once."""


async def unsettled_cases(db: Session, incident: Incident) -> list[tuple[int, CaseFacts]]:
    rows = await db.execute(cases_in_reach(incident))
    return [(row.id, _facts(row, incident.boundary)) for row in rows]


def _facts(row: Any, boundary: str) -> CaseFacts:
    return CaseFacts(
        boundary=boundary, family=row.family, product=row.product, region=row.region, opened_at=row.opened_at,
        problem_started_at=row.problem_started_at, text=f"{row.title}\n{row.description}",
    )  # fmt: skip


def cases_in_reach(incident: Incident) -> Select[Any]:
    """Open cases that no hard fact speaks against, by the index on family and region."""
    began = func.coalesce(Case.problem_started_at, Case.opened_at)
    families = sorted({*incident.families, *families_of(incident.products)})
    query = select(
        col(Case.id), col(Case.family), col(Case.product), col(Case.region), col(Case.opened_at), col(Case.problem_started_at),
        col(Case.title), func.left(Case.description, 2000).label("description"),
    ).where(
        col(Case.closed_at).is_(None), col(Case.family).in_(families), col(Case.boundary) == incident.boundary,
        began >= incident.started_at - BEFORE, ~is_settled(incident.id, Case.id),
    )  # fmt: skip
    if incident.regions:
        query = query.where(col(Case.region).in_(incident.regions) | col(Case.region).is_(None))
    if incident.mitigated_at:
        query = query.where(began <= incident.mitigated_at + AFTER)
    return query.order_by(col(Case.id).desc()).limit(LOOKED_AT)
