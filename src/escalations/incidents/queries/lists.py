"""Incidents as pages show them: columns only, counts grouped in the same query, finished values for the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, func, select
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import CaseLine, case_columns, lines
from ...customers.models import Customer
from ...platform.db import Session
from ...platform.time import now, spell
from ..models import CaseIncidentLink, Incident
from ..reach import region_name, what_in_words, where_in_words

PAGE = 60
_confirmed = col(CaseIncidentLink.state) == "confirmed"
_suggested = col(CaseIncidentLink.state) == "suggested"


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


@dataclass(frozen=True)
class Impact:
    """What the confirmed links say, never what somebody typed."""

    cases: int
    open_cases: int
    customers: int
    covered: int
    subscriptions: int
    regions: tuple[str, ...]
    first_case_at: datetime | None
    before_declared: int

    @property
    def region_names(self) -> list[str]:
        return [region_name(key) for key in self.regions]


@dataclass(frozen=True)
class HitCustomer:
    id: int
    name: str
    covered: bool
    cases: int
    open_cases: int

    @property
    def ref(self) -> str:
        return f"CU-{self.id}"


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


async def unresolved_incidents(db: Session) -> list[IncidentLine]:
    """Active before mitigated, the worse before the less bad, the newer before the older."""
    order = (col(Incident.state), col(Incident.severity), col(Incident.started_at).desc(), col(Incident.id).desc())
    return await _incident_lines(db, col(Incident.state) != "resolved", order=order)


async def resolved_incidents(db: Session, *, before: int | None = None) -> list[IncidentLine]:
    """Newest first; `before` is the id of the last incident of the page before."""
    order = (col(Incident.resolved_at).desc(), col(Incident.id).desc())
    resolved = col(Incident.state) == "resolved"
    if before is None:
        return await _incident_lines(db, resolved, order=order)
    last = select(col(Incident.resolved_at)).where(col(Incident.id) == before).scalar_subquery()
    earlier = (col(Incident.resolved_at) < last) | ((col(Incident.resolved_at) == last) & (col(Incident.id) < before))
    return await _incident_lines(db, resolved, earlier, order=order)


async def _incident_lines(
    db: Session, *conditions: ColumnElement[bool], order: Sequence[UnaryExpression[Any] | Any]
) -> list[IncidentLine]:
    shown = select(col(Incident.id)).where(*conditions).order_by(*order).limit(PAGE)
    counts = (
        func.count().filter(_confirmed).label("cases"),
        func.count().filter(_confirmed, col(Case.closed_at).is_(None)).label("open_cases"),
        func.count(col(Case.customer_id).distinct()).filter(_confirmed).label("customers"),
        func.count().filter(_suggested).label("suggested"),
    )
    query = select(Incident.__table__, *counts)  # type: ignore[attr-defined]
    query = query.outerjoin(
        CaseIncidentLink, (col(CaseIncidentLink.incident_id) == Incident.id) & (_confirmed | _suggested)
    )
    query = query.outerjoin(Case, col(Case.id) == CaseIncidentLink.case_id).where(col(Incident.id).in_(shown))
    at = now()
    return [_line(row, at) for row in await db.execute(query.group_by(col(Incident.id)).order_by(*order))]


def _line(row: Any, at: datetime) -> IncidentLine:
    return IncidentLine(
        id=row.id, title=row.title, severity=row.severity, state=row.state, boundary=row.boundary, what=what_in_words(row.families, row.products),
        where=where_in_words(row.regions), cases=row.cases, open_cases=row.open_cases, customers=row.customers, suggested=row.suggested,
        time=_time(row.state, row.started_at, row.mitigated_at, at),
    )  # fmt: skip


def _time(state: str, started_at: datetime, mitigated_at: datetime | None, at: datetime) -> str:
    lasted = spell((mitigated_at or at) - started_at)
    return f"for {lasted}" if state == "active" else f"lasted {lasted}"


async def impact_of(db: Session, incident: Incident) -> Impact:
    covered = col(Customer.cover_until) > now()
    counts = select(
        func.count(), func.count().filter(col(Case.closed_at).is_(None)), func.count(col(Case.customer_id).distinct()),
        func.count(col(Case.customer_id).distinct()).filter(covered), func.count(col(Case.subscription_id).distinct()),
        func.array_agg(col(Case.region).distinct()).filter(col(Case.region).is_not(None)), func.min(col(Case.opened_at)),
        func.count().filter(col(Case.opened_at) < incident.declared_at),
    )  # fmt: skip
    row = (await db.execute(_of_linked(incident, counts).join(Customer, col(Customer.id) == Case.customer_id))).one()
    return Impact(
        cases=row[0], open_cases=row[1], customers=row[2], covered=row[3], subscriptions=row[4], regions=tuple(row[5] or ()),
        first_case_at=row[6], before_declared=row[7],
    )  # fmt: skip


async def hit_customers(db: Session, incident: Incident, *, limit: int = 30) -> list[HitCustomer]:
    """Covered ones first, then those with most open cases."""
    covered = func.coalesce(col(Customer.cover_until) > now(), False)
    still_open = func.count().filter(col(Case.closed_at).is_(None))
    hit = select(col(Customer.id), col(Customer.name), covered, func.count(), still_open)
    query = _of_linked(incident, hit).join(Customer, col(Customer.id) == Case.customer_id).group_by(col(Customer.id))
    rows = await db.execute(query.order_by(covered.desc(), still_open.desc(), col(Customer.name)).limit(limit))
    return [HitCustomer(*row) for row in rows]


def _of_linked(incident: Incident, query: Any) -> Select[Any]:
    joined: Select[Any] = query.select_from(CaseIncidentLink).join(Case, col(Case.id) == CaseIncidentLink.case_id)
    return joined.where(col(CaseIncidentLink.incident_id) == incident.id, _confirmed)


async def linked_cases(db: Session, incident: Incident, *, limit: int = PAGE) -> list[CaseLine]:
    """Open ones first."""
    query = case_columns().join(CaseIncidentLink, col(CaseIncidentLink.case_id) == Case.id)
    linked = query.where(col(CaseIncidentLink.incident_id) == incident.id, _confirmed)
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
    time = _time(incident.state, incident.started_at, incident.mitigated_at, now())
    return IncidentOfCase(incident.id, incident.title, incident.severity, incident.state, time, list(evidence))
