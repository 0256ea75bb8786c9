"""What belongs to one engagement."""

from collections.abc import Iterable

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound
from ..models import (
    Engagement,
    EngagementGuest,
    EngagementPromise,
    EngagementRole,
    EngagementStep,
    EngagementSummary,
)


async def holder_of(db: Session, engagement: Engagement, role: str) -> EngagementRole | None:
    its = (EngagementRole.engagement_id == engagement.id, EngagementRole.role == role)
    query = select(EngagementRole).where(*its, col(EngagementRole.laid_down_at).is_(None))
    return (await db.exec(query)).one_or_none()


async def roles_of(db: Session, engagement: Engagement) -> list[EngagementRole]:
    """Held ones and those laid down, in the order in which they were taken."""
    query = select(EngagementRole).where(EngagementRole.engagement_id == engagement.id)
    return list((await db.exec(query.order_by(col(EngagementRole.id)))).all())


async def open_promise(db: Session, engagement: Engagement) -> EngagementPromise | None:
    its = (EngagementPromise.engagement_id == engagement.id, col(EngagementPromise.ended_at).is_(None))
    return (await db.exec(select(EngagementPromise).where(*its))).one_or_none()


async def promises_of(db: Session, engagement: Engagement) -> list[EngagementPromise]:
    query = select(EngagementPromise).where(EngagementPromise.engagement_id == engagement.id)
    return list((await db.exec(query.order_by(col(EngagementPromise.id).desc()).limit(50))).all())


async def steps_of(db: Session, engagement: Engagement) -> list[EngagementStep]:
    query = select(EngagementStep).where(EngagementStep.engagement_id == engagement.id)
    return list((await db.exec(query.order_by(col(EngagementStep.id)))).all())


async def step_of(db: Session, engagement: Engagement, step_id: int) -> EngagementStep:
    """Locked, for the verbs on it."""
    its = (EngagementStep.id == step_id, EngagementStep.engagement_id == engagement.id)
    found = (await db.exec(select(EngagementStep).where(*its).with_for_update(key_share=True))).one_or_none()
    if found is None:
        raise NotFound(f"{engagement.ref} has no such step.")
    return found


async def summary_of(db: Session, engagement: Engagement, audience: str) -> EngagementSummary | None:
    """The newest version."""
    its = (EngagementSummary.engagement_id == engagement.id, EngagementSummary.audience == audience)
    query = select(EngagementSummary).where(*its).order_by(col(EngagementSummary.number).desc())
    return (await db.exec(query.limit(1))).first()


async def summaries_of(db: Session, engagement: Engagement) -> dict[str, EngagementSummary]:
    """The newest version for each audience."""
    query = select(EngagementSummary).where(EngagementSummary.engagement_id == engagement.id)
    query = query.ext(distinct_on(col(EngagementSummary.audience)))
    newest = query.order_by(col(EngagementSummary.audience), col(EngagementSummary.number).desc())
    return {found.audience: found for found in (await db.exec(newest)).all()}


async def guests_of(db: Session, engagement: Engagement) -> list[EngagementGuest]:
    """Those in the room first."""
    query = select(EngagementGuest).where(EngagementGuest.engagement_id == engagement.id)
    return list((await db.exec(query.order_by(col(EngagementGuest.left_at).desc(), col(EngagementGuest.id)))).all())


async def guest_in(db: Session, engagement: Engagement, guest_id: int) -> EngagementGuest:
    its = (EngagementGuest.id == guest_id, EngagementGuest.engagement_id == engagement.id)
    found = (await db.exec(select(EngagementGuest).where(*its))).one_or_none()
    if found is None:
        raise NotFound(f"{engagement.ref} has nobody of that number in the room.")
    return found


async def names_of(db: Session, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {one for one in ids if one}
    if not wanted:
        return {}
    return dict((await db.exec(select(Person.id, Person.name).where(col(Person.id).in_(wanted)))).all())
