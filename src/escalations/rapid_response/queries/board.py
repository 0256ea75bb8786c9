"""What the board shows of cases: one statement, however many there are."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    literal_column,
    true,
    union,
)
from sqlalchemy import select as columns
from sqlmodel import col

from ...cases.models import COVERED_UNTIL, Case, CaseEntry
from ...cases.queries import CaseLine, case_columns, lines
from ...clocks.models import Clock
from ...customers.models import BusinessMoment
from ...incidents.models import CaseIncidentLink, Incident
from ...platform.db import Session, rows_of
from ...platform.events import EventRow
from ...platform.limits import at_most, planned_once
from ...product_groups.models import OPEN_STATES, Escalation
from ..adding_up import OF_ENGAGEMENT
from ..models import Engagement, EngagementCase, EngagementPromise
from ..plight import Plight

AT: ColumnElement[datetime] = bindparam("at", type_=DateTime(timezone=True))
FOREVER: ColumnElement[datetime] = literal_column("'infinity'::timestamptz", DateTime(timezone=True))
MOST = 100
"""More than that nobody reads, and a list shows all. Those for which rapid response was asked come first, and all of them."""


@dataclass(frozen=True)
class Covered:
    """An open case of a covered customer, or an incident that hits some. `engagement` is empty when nobody has asked."""

    line: CaseLine
    plight: Plight
    engagement: str
    engagement_id: int | None = None


@dataclass(frozen=True)
class CoveredCases:
    """Those that a board shows, and how many more open cases covered customers have."""

    shown: list[Covered]
    left_out: int = 0


async def covered_cases(db: Session, at: datetime) -> CoveredCases:
    """The most severe and most urgent, and all for which somebody asked, with what their score is made of."""
    async with planned_once(db):
        rows = await rows_of(db, _weighed(MOST), at=at)
    shown = [
        Covered(line, _plight(row), row.engagement or "", row.engagement_id)
        for line, row in zip(lines(rows), rows, strict=True)
    ]
    return CoveredCases(shown, rows[0].total - len(rows) if rows else 0)


@cache
def _weighed(most: int) -> Select[Any]:
    """Made once: `at` is given with each asking."""
    urgent = _urgent().cte("urgent")
    total = columns(func.count()).select_from(urgent).scalar_subquery()
    asked = columns(urgent.c.id).where(urgent.c.id.in_(_requested())).cte("asked")
    first = columns(urgent.c.id).outerjoin(asked, asked.c.id == urgent.c.id)
    first = first.order_by(asked.c.id.is_(None), urgent.c.severity, urgent.c.due_at.nulls_last(), urgent.c.id)
    chosen = union(first.limit(at_most(most)), columns(asked.c.id))
    query = _with_plight().add_columns(total.label("total")).where(col(Case.id).in_(chosen))
    return query.order_by(col(Case.severity), col(Case.due_at).nulls_last())


def _urgent() -> Select[Any]:
    """Of all open cases of covered customers no more than one index tells. Cover is a range with two ends: of all after some moment the
    server would expect a third of them."""
    sorted_by: tuple[Any, ...] = (col(Case.id), col(Case.severity), col(Case.due_at))
    return columns(*sorted_by).where(col(Case.closed_at).is_(None), AT < COVERED_UNTIL, FOREVER >= COVERED_UNTIL)


def _requested() -> Select[Any]:
    query = columns(col(EngagementCase.case_id)).join(Engagement, col(Engagement.id) == EngagementCase.engagement_id)
    return query.where(col(Engagement.state) == "requested", col(EngagementCase.left_at).is_(None))


def _with_plight() -> Select[Any]:
    query = case_columns().add_columns(
        col(Case.opened_at), col(Case.claimed), col(Case.around_the_clock), col(Case.transfers), _last_reply().label("last_reply"),
        _reopened().label("reopened"), _broken().label("broken"), _escalated().label("escalated"), _in_incident().label("incident"),
        _moment(BusinessMoment.starts_at).label("moment_at"), _moment(BusinessMoment.name).label("moment"),
        col(Engagement.state).label("engagement"), col(Engagement.id).label("engagement_id"), col(EngagementPromise.due_at).label("promised_at"),
    )  # fmt: skip
    present = and_(col(EngagementCase.case_id) == Case.id, col(EngagementCase.left_at).is_(None))
    standing = and_(col(EngagementPromise.engagement_id) == Engagement.id, col(EngagementPromise.ended_at).is_(None))
    query = query.outerjoin(EngagementCase, present)
    query = query.outerjoin(Engagement, col(Engagement.id) == EngagementCase.engagement_id)
    return query.outerjoin(EngagementPromise, standing)


def _last_reply() -> Any:
    its = (col(CaseEntry.case_id) == Case.id, col(CaseEntry.kind) == "reply")
    return columns(func.max(CaseEntry.at)).where(*its).scalar_subquery()


def _reopened() -> Any:
    """By an index of these alone: a case has many other events."""
    subject = literal("case/", literal_execute=True) + cast(col(Case.id), Text)
    happened = (col(EventRow.subject) == subject, col(EventRow.action) == literal("CaseReopened", literal_execute=True))
    return columns(func.count()).where(*happened).scalar_subquery()


def _broken() -> Any:
    its = (col(Clock.case_id) == Case.id, col(Clock.kind) == "promise", col(Clock.breached_at).is_not(None))
    return columns(func.count()).where(*its).scalar_subquery()


def _escalated() -> Any:
    return exists().where(col(Escalation.case_id) == Case.id, col(Escalation.state).in_(OPEN_STATES))


def _in_incident() -> Any:
    """Looked up by the case: of an EXISTS the server reads all links of active incidents instead."""
    its = (col(CaseIncidentLink.case_id) == Case.id, col(CaseIncidentLink.state) == "confirmed")
    query = columns(true()).where(
        *its, col(Incident.id) == CaseIncidentLink.incident_id, col(Incident.state) == "active"
    )
    return query.limit(1).scalar_subquery().is_not(None)


def _moment(column: Any) -> Any:
    its = (col(BusinessMoment.customer_id) == Case.customer_id, col(BusinessMoment.withdrawn_at).is_(None))
    query = columns(col(column)).where(*its, col(BusinessMoment.ends_at) > AT)
    return query.order_by(col(BusinessMoment.starts_at)).limit(1).scalar_subquery()


def _plight(row: Any) -> Plight:
    ours = row.promised_at is not None and (row.due_at is None or row.promised_at < row.due_at)
    return Plight(
        case_id=row.id, severity=row.severity, claimed=row.claimed, around_the_clock=row.around_the_clock,
        due_at=row.promised_at if ours else row.due_at, due_kind=OF_ENGAGEMENT if ours else row.due_kind, reopened=row.reopened,
        transfers=row.transfers, escalated=row.escalated, incident=row.incident, broken=row.broken, moment_at=row.moment_at,
        moment=row.moment or "", requested=row.engagement == "requested",
        silent_since=None if row.turn == "customer" else row.last_reply or row.opened_at,
    )  # fmt: skip
