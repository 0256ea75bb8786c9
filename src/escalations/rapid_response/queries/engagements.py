"""Engagements and the cases in them. Whoever locks both locks the case first."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, table
from sqlalchemy import select as columns
from sqlmodel import and_, col, select

from ...cases.models import Case
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import Engagement, EngagementCase, EngagementRole


async def engagement_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Engagement:
    """The one door to an engagement."""
    found = await engagement_with_id(db, id_of(ref, "RR"), lock=lock)
    if found is None:
        raise NotFound(f"There is no engagement {ref}, or it is not yours to see.")
    return found


async def engagement_with_id(db: Session, engagement_id: int, *, lock: bool = False) -> Engagement | None:
    query = select(Engagement).where(Engagement.id == engagement_id)
    return (await db.exec(query.with_for_update(key_share=True) if lock else query)).one_or_none()


async def hold(db: Session, case: Case) -> Engagement | None:
    """Lock the case, then its open engagement if it has one, and see both as they now are."""
    await db.refresh(case, with_for_update={"key_share": True})
    engagement = await open_engagement(db, case.id)
    if engagement is not None:
        await db.refresh(engagement, with_for_update={"key_share": True})
    return engagement


async def open_engagement(db: Session, case_id: int) -> Engagement | None:
    present = (EngagementCase.case_id == case_id, col(EngagementCase.left_at).is_(None))
    query = select(Engagement).join(EngagementCase, col(EngagementCase.engagement_id) == Engagement.id)
    return (await db.exec(query.where(*present))).one_or_none()


async def open_engagement_of(db: Session, customer_id: int) -> Engagement | None:
    """The newest that looks after this customer alone, locked."""
    query = select(Engagement).where(Engagement.customer_id == customer_id, Engagement.state != "stood_down")
    query = query.order_by(col(Engagement.id).desc()).limit(1)
    return (await db.exec(query.with_for_update(key_share=True))).first()


async def last_engagement(db: Session, case: Case) -> Engagement | None:
    query = select(Engagement).join(EngagementCase, col(EngagementCase.engagement_id) == Engagement.id)
    return (
        await db.exec(query.where(EngagementCase.case_id == case.id).order_by(col(EngagementCase.id).desc()).limit(1))
    ).first()


async def cases_in(db: Session, engagement: Engagement, *, only_open: bool = False) -> list[Case]:
    """Those that are in it, the worst first; of one that stood down those that were in it to the end."""
    query = select(Case).join(EngagementCase, col(EngagementCase.case_id) == Case.id)
    query = query.where(EngagementCase.engagement_id == engagement.id)
    if engagement.stood_down_at is None:
        query = query.where(col(EngagementCase.left_at).is_(None))
    else:
        query = query.where(col(EngagementCase.left_at) >= engagement.stood_down_at)
    if only_open:
        query = query.where(col(Case.closed_at).is_(None))
    return list((await db.exec(query.order_by(col(Case.severity), col(Case.id)))).all())


async def members_of(db: Session, engagement: Engagement) -> list[EngagementCase]:
    """The cases that are in it, with since when and why."""
    its = (EngagementCase.engagement_id == engagement.id, col(EngagementCase.left_at).is_(None))
    return list((await db.exec(select(EngagementCase).where(*its).order_by(col(EngagementCase.id)))).all())


async def engagements_due(db: Session, at: datetime, limit: int) -> list[Engagement]:
    """Those whose promise is to be looked at by now. What somebody else has locked is left to them."""
    query = select(Engagement).where(_wakes_by(at)).order_by(col(Engagement.wake_at)).limit(limit)
    return list((await db.exec(query.with_for_update(key_share=True, skip_locked=True))).all())


async def awaited_by_nobody(db: Session, limit: int) -> list[Engagement]:
    """Requests for which no clock counts, such as those of a release that had none."""
    query = select(Engagement).where(_is_awaited_by_nobody()).limit(limit)
    return list((await db.exec(query.with_for_update(key_share=True, skip_locked=True))).all())


async def led_by_nobody(db: Session, limit: int) -> list[Engagement]:
    """Whose lead can no longer sign in, or is not cleared any more."""
    query = select(Engagement).join(EngagementRole, _LEADS).where(_is_led_by_nobody()).limit(limit)
    return list((await db.exec(query.with_for_update(key_share=True, skip_locked=True, of=Engagement))).all())


def where_engagements_are_due(at: datetime) -> list[Select[Any]]:
    """Where a promise is to be looked at, or whoever it waits for or is led by is gone."""
    where = columns(col(Engagement.boundary))
    return [
        where.where(_wakes_by(at)),
        where.join(EngagementRole, _LEADS).where(_is_led_by_nobody()),
        where.where(_is_awaited_by_nobody()),
    ]


_LEADS = and_(
    col(EngagementRole.engagement_id) == Engagement.id,
    col(EngagementRole.laid_down_at).is_(None),
    EngagementRole.role == "lead",
)


def _wakes_by(at: datetime) -> ColumnElement[bool]:
    return col(Engagement.wake_at) <= at


def _is_led_by_nobody() -> ColumnElement[bool]:
    gone = ~func.works_here(EngagementRole.person_id, Engagement.boundary)
    return and_(col(Engagement.wake_at).is_not(None), gone)


def _is_awaited_by_nobody() -> ColumnElement[bool]:
    stuck: Any = columns(column("id")).select_from(table("dead_end_engagement"))
    return and_(col(Engagement.state) == "requested", col(Engagement.id).in_(stuck))
