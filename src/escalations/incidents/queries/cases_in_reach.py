"""Cases that may come of an incident, narrowed by the database before the words are compared."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ..facts import CaseFacts
from ..grounds import AFTER, BEFORE
from ..models import Incident
from ..reach import families_of
from .candidates import is_settled
from .listed import subscriptions_on_list

LOOKED_AT = 2000
"""So many of the newest open cases are held against an incident at once."""


_OF_A_CASE = (
    col(Case.id), col(Case.family), col(Case.product), col(Case.region), col(Case.opened_at), col(Case.problem_started_at),
    col(Case.title), func.left(Case.description, 2000).label("description"),
)  # fmt: skip


async def unsettled_cases(db: Session, incident: Incident) -> list[tuple[int, CaseFacts]]:
    """Those within its reach, and those whose subscription is on its list wherever they are."""
    rows = [*await db.execute(cases_in_reach(incident)), *await db.execute(cases_on_list(incident))]
    return list({row.id: _facts(row, incident.boundary) for row in rows}.items())


def _facts(row: Any, boundary: str) -> CaseFacts:
    return CaseFacts(
        boundary=boundary, family=row.family, product=row.product, region=row.region, opened_at=row.opened_at,
        problem_started_at=row.problem_started_at, text=f"{row.title}\n{row.description}",
    )  # fmt: skip


def cases_on_list(incident: Incident) -> Select[Any]:
    listed = col(Case.subscription_id).in_(subscriptions_on_list(incident))
    return _newest(select(*_OF_A_CASE).where(listed), incident)


def cases_in_reach(incident: Incident) -> Select[Any]:
    """Open cases that no hard fact speaks against, by the index on family and region."""
    families = sorted({*incident.families, *families_of(incident.products)})
    query = select(*_OF_A_CASE).where(col(Case.family).in_(families))
    if incident.regions:
        query = query.where(col(Case.region).in_(incident.regions) | col(Case.region).is_(None))
    return _newest(query, incident)


def _newest(query: Select[Any], incident: Incident) -> Select[Any]:
    """Open, in its boundary and time, and nobody has said whether they come of it."""
    return (
        query.where(*within_time(incident), ~is_settled(incident.id, Case.id))
        .order_by(col(Case.id).desc())
        .limit(LOOKED_AT)
    )


def within_time(incident: Incident) -> list[ColumnElement[bool]]:
    began = func.coalesce(Case.problem_started_at, Case.opened_at)
    here = [col(Case.closed_at).is_(None), col(Case.boundary) == incident.boundary]
    end = [began <= incident.mitigated_at + AFTER] if incident.mitigated_at else []
    return [*here, began >= incident.started_at - BEFORE, *end]
