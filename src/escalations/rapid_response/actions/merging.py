"""Cases that an engagement looks after become one, or two again: it goes on looking after the whole."""

from sqlmodel import col, select

from ...cases.models import Case
from ...platform.db import Session
from ...platform.events import SYSTEM, record
from ...platform.time import now
from ..events import EngagementCaseAdded, EngagementCaseReleased
from ..models import Engagement, EngagementCase
from ..queries import engagement_with_id, hold
from .requesting import settle_request

TOOK_IN, PART_OF = "took in {}", "part of {} now"


async def follow_merge(db: Session, absorbed: Case, survivor: Case) -> Engagement | None:
    """The survivor comes in for it, unless another engagement has that. The engagement that the absorbed one was in. Lock both cases."""
    engagement, standing = await hold(db, absorbed), await hold(db, survivor)
    if engagement is None:
        return None
    if standing is None:
        await _come_in(db, engagement, survivor, TOOK_IN.format(absorbed.ref))
    await _go_out(db, engagement, absorbed, PART_OF.format(survivor.ref))
    await settle_request(db, engagement)
    return engagement


async def follow_unmerge(db: Session, absorbed: Case, survivor: Case) -> None:
    """As it was, if that engagement still stands and nobody else has looked after the case since."""
    left = await _last_of(db, absorbed)
    if left is None or left.left_why != PART_OF.format(survivor.ref) or await hold(db, absorbed):
        return
    engagement = await engagement_with_id(db, left.engagement_id, lock=True)
    if engagement is None or not engagement.is_open or not absorbed.is_open:
        return
    await _come_in(db, engagement, absorbed, left.reason)
    came = await _last_of(db, survivor)
    if came is not None and came.left_at is None and came.reason == TOOK_IN.format(absorbed.ref):
        await _go_out(db, engagement, survivor, f"{absorbed.ref} stands alone again")
    await settle_request(db, engagement)


async def _come_in(db: Session, engagement: Engagement, case: Case, reason: str) -> None:
    member = EngagementCase(
        boundary=case.boundary, engagement_id=engagement.id, case_id=case.id, reason=reason, added_at=now()
    )
    db.add(member)
    await db.flush()
    await record(db, EngagementCaseAdded(case=case.ref, engagement=engagement.ref), on=member, by=SYSTEM)


async def _go_out(db: Session, engagement: Engagement, case: Case, why: str) -> None:
    member = await _last_of(db, case)
    if member is not None and member.left_at is None:
        member.left_at, member.left_why = now(), why
        event = EngagementCaseReleased(case=case.ref, engagement=engagement.ref, why=why)
        await record(db, event, on=member, by=SYSTEM)
        await db.flush()


async def _last_of(db: Session, case: Case) -> EngagementCase | None:
    query = select(EngagementCase).where(EngagementCase.case_id == case.id)
    return (await db.exec(query.order_by(col(EngagementCase.id).desc()).limit(1))).first()
