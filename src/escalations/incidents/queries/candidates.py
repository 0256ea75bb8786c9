"""What may belong together, narrowed by the database before the words are compared."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ...platform.time import now
from ..matching import AFTER, BEFORE, CaseFacts
from ..models import CaseIncidentLink, Incident
from ..reach import families_of

LOOKED_AT = 2000
"""So many of the newest open cases are held against an incident at once."""
STRAGGLERS = timedelta(days=3)
"""So long after it was resolved a case may still turn out to come of an incident."""
_link = CaseIncidentLink


async def unsettled_incidents(db: Session, case: Case) -> list[Incident]:
    """Those a case may come of by boundary and time, unless a link or somebody's word already says so or not."""
    began = case.problem_started_at or case.opened_at
    resolved_at, mitigated_at = col(Incident.resolved_at), col(Incident.mitigated_at)
    in_time = (
        resolved_at.is_(None) | (resolved_at > now() - STRAGGLERS),
        col(Incident.started_at) <= began + BEFORE,
        mitigated_at.is_(None) | (mitigated_at >= began - AFTER),
    )
    query = select(Incident).where(
        col(Incident.boundary) == case.boundary, *in_time, ~_is_settled(Incident.id, case.id)
    )
    return list((await db.execute(query.order_by(col(Incident.started_at).desc()).limit(50))).scalars())


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
        began >= incident.started_at - BEFORE, ~_is_settled(incident.id, Case.id),
    )  # fmt: skip
    if incident.regions:
        query = query.where(col(Case.region).in_(incident.regions) | col(Case.region).is_(None))
    if incident.mitigated_at:
        query = query.where(began <= incident.mitigated_at + AFTER)
    return query.order_by(col(Case.id).desc()).limit(LOOKED_AT)


def _is_settled(incident_id: Any, case_id: Any) -> ColumnElement[bool]:
    """A suggestion that the system itself took back may be made again."""
    said = (col(_link.state) != "ended") | col(_link.author_id).is_not(None)
    return exists().where(col(_link.incident_id) == incident_id, col(_link.case_id) == case_id, said)


async def suggestions_of(db: Session, case: Case) -> list[tuple[CaseIncidentLink, Incident]]:
    query = select(CaseIncidentLink, Incident).join(Incident, col(Incident.id) == _link.incident_id)
    rows = await db.execute(query.where(col(_link.case_id) == case.id, col(_link.state) == "suggested"))
    return [(link, incident) for link, incident in rows]


async def suggested_cases(db: Session, incident: Incident) -> list[tuple[CaseIncidentLink, Case]]:
    query = select(CaseIncidentLink, Case).join(Case, col(Case.id) == _link.case_id)
    rows = await db.execute(query.where(col(_link.incident_id) == incident.id, col(_link.state) == "suggested"))
    return [(link, case) for link, case in rows]


async def linked_titles(db: Session, incidents: Iterable[Incident]) -> dict[int, list[str]]:
    """The titles of the newest confirmed cases of each incident, as far as this transaction may see them."""
    found: dict[int, list[str]] = {incident.id: [] for incident in incidents}
    query = select(col(_link.incident_id), col(Case.title)).join(Case, col(Case.id) == _link.case_id)
    confirmed = query.where(col(_link.incident_id).in_(list(found)), col(_link.state) == "confirmed")
    for incident_id, title in await db.execute(confirmed.order_by(col(_link.id).desc()).limit(200)):
        found[incident_id].append(title)
    return found
