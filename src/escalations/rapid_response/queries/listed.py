"""Engagements as lists show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import col

from ...clocks.chip import ClockChip
from ...people.models import Person
from ...platform.db import Session
from ..chips import chip_of
from ..models import STATES, Engagement, EngagementCase, EngagementPromise, EngagementRole

PAGE = 50


@dataclass(frozen=True)
class EngagementLine:
    ref: str
    url: str
    title: str
    state: str
    cases: int
    lead: str | None
    boundary: str
    clock: ClockChip | None
    requested_at: datetime
    stood_down_at: datetime | None
    learned: str


async def open_engagements(db: Session) -> list[EngagementLine]:
    """What waits for somebody first, then what promised soonest."""
    query = _lines().where(col(Engagement.state) != "stood_down")
    ordered = query.order_by(col(Engagement.state).desc(), col(EngagementPromise.due_at), col(Engagement.id))
    return [_line(row) for row in await db.execute(ordered.limit(200))]


async def stood_down_engagements(db: Session, *, before: int | None) -> tuple[list[EngagementLine], int | None]:
    """The newest first, and where the next page begins."""
    query = _lines().where(col(Engagement.state) == "stood_down")
    if before is not None:
        query = query.where(col(Engagement.id) < before)
    rows = (await db.execute(query.order_by(col(Engagement.id).desc()).limit(PAGE + 1))).all()
    return [_line(row) for row in rows[:PAGE]], int(rows[PAGE - 1][0].id) if len(rows) > PAGE else None


def _lines() -> Any:
    member = col(EngagementCase.engagement_id) == Engagement.id
    cases = select(func.count()).where(
        member, col(EngagementCase.left_at).is_not_distinct_from(col(Engagement.stood_down_at))
    )
    lead = and_(
        col(EngagementRole.engagement_id) == Engagement.id, col(EngagementRole.role) == "lead",
        col(EngagementRole.laid_down_at).is_(None),
    )  # fmt: skip
    promise = and_(col(EngagementPromise.engagement_id) == Engagement.id, col(EngagementPromise.ended_at).is_(None))
    query = select(Engagement, cases.scalar_subquery(), col(Person.name), EngagementPromise)
    query = query.outerjoin(EngagementRole, lead).outerjoin(Person, col(Person.id) == EngagementRole.person_id)
    return query.outerjoin(EngagementPromise, promise)


def _line(row: Any) -> EngagementLine:
    one, cases, lead, promise = row
    return EngagementLine(
        ref=one.ref, url=one.url, title=one.title, state=STATES[one.state], cases=cases, lead=lead, boundary=one.boundary,
        clock=chip_of(promise) if promise else None, requested_at=one.requested_at, stood_down_at=one.stood_down_at, learned=one.learned,
    )  # fmt: skip
