"""Every SELECT about incidents, their updates and their links. Lists and counts for pages are in listing.py."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy import select as select_columns
from sqlmodel import and_, col, exists, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from ..cases.models import Case
from ..people.models import Person
from ..platform.db import Session
from ..platform.errors import NotFound, id_of
from ..platform.time import now
from .matching import AFTER, BEFORE, CaseFacts
from .models import CaseIncidentLink, Incident, IncidentUpdate
from .reach import families_of

LOOKED_AT = 2000
"""So many of the newest open cases are held against an incident at once."""
STRAGGLERS = timedelta(days=3)
"""So long after it was resolved a case may still turn out to come of an incident."""


async def incident_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Incident:
    """The one door to an incident. What a person may not see does not exist."""
    found = await incident_with_id(db, id_of(ref, "I"), lock=lock)
    if found is None:
        raise NotFound(f"There is no incident {ref}, or it is not yours to see.")
    return found


async def incident_with_id(db: Session, incident_id: int, *, lock: bool = False) -> Incident | None:
    query = select(Incident).where(Incident.id == incident_id)
    return (await db.exec(query.with_for_update(key_share=True) if lock else query)).one_or_none()


async def same_incident(db: Session, boundary: str, title: str, started_at: datetime) -> Incident | None:
    query = select(Incident).where(Incident.boundary == boundary, Incident.title == title, Incident.started_at == started_at)
    return (await db.exec(query)).one_or_none()


async def updates_of(db: Session, incident: Incident) -> list[IncidentUpdate]:
    query = select(IncidentUpdate).where(IncidentUpdate.incident_id == incident.id).order_by(col(IncidentUpdate.id))
    return list((await db.exec(query)).all())


async def newest_update(db: Session, incident: Incident) -> IncidentUpdate | None:
    query = select(IncidentUpdate).where(IncidentUpdate.incident_id == incident.id).order_by(col(IncidentUpdate.id).desc())
    return (await db.exec(query.limit(1))).one_or_none()


async def update_with_id(db: Session, update_id: int) -> IncidentUpdate | None:
    return (await db.exec(select(IncidentUpdate).where(IncidentUpdate.id == update_id))).one_or_none()


async def present_link(db: Session, case: Case, incident: Incident) -> CaseIncidentLink | None:
    """Suggested, confirmed or rejected, locked for a verb. A pair has one at most."""
    query = _links_between(case, incident).where(CaseIncidentLink.state != "ended")
    return (await db.exec(query.with_for_update(key_share=True))).one_or_none()


async def last_ended_link(db: Session, case: Case, incident: Incident) -> CaseIncidentLink | None:
    query = _links_between(case, incident).where(CaseIncidentLink.state == "ended").order_by(col(CaseIncidentLink.id).desc())
    return (await db.exec(query.limit(1))).one_or_none()


def _links_between(case: Case, incident: Incident) -> SelectOfScalar[CaseIncidentLink]:
    return select(CaseIncidentLink).where(CaseIncidentLink.case_id == case.id, CaseIncidentLink.incident_id == incident.id)


async def suggested_links(db: Session, incident: Incident) -> list[CaseIncidentLink]:
    """Locked, in the order of their cases, so that two bulk verbs do not wait for each other in a circle."""
    query = select(CaseIncidentLink).where(CaseIncidentLink.incident_id == incident.id, CaseIncidentLink.state == "suggested")
    return list((await db.exec(query.order_by(col(CaseIncidentLink.case_id)).with_for_update(key_share=True))).all())


async def suggestions_of(db: Session, case: Case) -> list[tuple[CaseIncidentLink, Incident]]:
    query = select(CaseIncidentLink, Incident).join(Incident, col(Incident.id) == CaseIncidentLink.incident_id)
    mine = query.where(CaseIncidentLink.case_id == case.id, CaseIncidentLink.state == "suggested")
    return [(link, incident) for link, incident in (await db.exec(mine)).all()]


async def suggested_cases(db: Session, incident: Incident) -> list[tuple[CaseIncidentLink, Case]]:
    query = select(CaseIncidentLink, Case).join(Case, col(Case.id) == CaseIncidentLink.case_id)
    mine = query.where(CaseIncidentLink.incident_id == incident.id, CaseIncidentLink.state == "suggested")
    return [(link, case) for link, case in (await db.exec(mine)).all()]


async def open_linked_cases(db: Session, incident: Incident) -> list[Case]:
    """Confirmed and open, locked for the verbs that follow."""
    query = select(Case).join(CaseIncidentLink, col(CaseIncidentLink.case_id) == Case.id).order_by(col(Case.id))
    linked = query.where(CaseIncidentLink.incident_id == incident.id, CaseIncidentLink.state == "confirmed", col(Case.closed_at).is_(None))
    return list((await db.exec(linked.with_for_update(key_share=True, of=Case))).all())


async def linked_titles(db: Session, incidents: Iterable[Incident]) -> dict[int, list[str]]:
    """The titles of the newest confirmed cases of each incident, as RLS lets this transaction see them."""
    ids = [incident.id for incident in incidents]
    query = select(CaseIncidentLink.incident_id, Case.title).join(Case, col(Case.id) == CaseIncidentLink.case_id)
    confirmed = query.where(col(CaseIncidentLink.incident_id).in_(ids), CaseIncidentLink.state == "confirmed")
    found: dict[int, list[str]] = {id: [] for id in ids}
    for incident_id, title in (await db.exec(confirmed.order_by(col(CaseIncidentLink.id).desc()).limit(200))).all():
        found[incident_id].append(title)
    return found


async def unsettled_incidents(db: Session, case: Case) -> list[Incident]:
    """Those a case may come of by boundary and time, except where a link or somebody's word already says so or not."""
    began = case.problem_started_at or case.opened_at
    lately = or_(Incident.state != "resolved", and_(Incident.state == "resolved", col(Incident.resolved_at) > now() - STRAGGLERS))
    in_time = and_(Incident.started_at <= began + BEFORE, or_(col(Incident.mitigated_at).is_(None), col(Incident.mitigated_at) >= began - AFTER))
    query = select(Incident).where(Incident.boundary == case.boundary, lately, in_time, ~_is_settled(col(Incident.id), case.id))
    return list((await db.exec(query.order_by(col(Incident.started_at).desc()).limit(50))).all())


def _is_settled(incident_id: Any, case_id: Any) -> ColumnElement[bool]:
    """A suggestion that the system itself took back may be made again."""
    said = or_(CaseIncidentLink.state != "ended", col(CaseIncidentLink.author_id).is_not(None))
    return exists().where(CaseIncidentLink.incident_id == incident_id, CaseIncidentLink.case_id == case_id, said)


async def unsettled_cases(db: Session, incident: Incident) -> list[tuple[int, CaseFacts]]:
    """Open cases that may come of an incident, by the index on family and region."""
    rows = await db.execute(cases_in_reach(incident))
    return [
        (row.id, CaseFacts(
            boundary=incident.boundary, family=row.family, product=row.product, region=row.region, opened_at=row.opened_at,
            problem_started_at=row.problem_started_at, text=f"{row.title}\n{row.description}",
        ))
        for row in rows
    ]  # fmt: skip


def cases_in_reach(incident: Incident) -> Select[Any]:
    began = func.coalesce(Case.problem_started_at, Case.opened_at)
    columns: Select[Any] = select_columns(
        col(Case.id), col(Case.family), col(Case.product), col(Case.region), col(Case.opened_at), col(Case.problem_started_at),
        col(Case.title), func.left(Case.description, 2000).label("description"),
    )  # fmt: skip
    families = sorted({*incident.families, *families_of(incident.products)})
    query = columns.where(col(Case.closed_at).is_(None), col(Case.family).in_(families), began >= incident.started_at - BEFORE)
    query = query.where(col(Case.boundary) == incident.boundary, ~_is_settled(incident.id, col(Case.id)))
    if incident.regions:
        query = query.where(or_(col(Case.region).in_(incident.regions), col(Case.region).is_(None)))
    if incident.mitigated_at:
        query = query.where(began <= incident.mitigated_at + AFTER)
    return query.order_by(col(Case.id).desc()).limit(LOOKED_AT)
