"""The end of an engagement: documented, with what was learned."""

from collections.abc import Sequence

from sqlmodel import col, select

from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import RapidResponseStoodDown
from ..models import Engagement, EngagementGuest, EngagementRole
from ..queries import cases_in, hold, members_of
from .expecting import expect_nobody
from .promising import end_promise


async def stand_down(db: Session, case: Case, note: str, learned: str = "", *, by: Actor) -> None:
    """Of the engagement that the case is in, with all its cases."""
    allow(by, "work_cases")
    engagement = await hold(db, case)
    if engagement is not None:
        await stand_down_engagement(db, engagement, note, learned, by=by)


async def stand_down_engagement(
    db: Session, engagement: Engagement, note: str, learned: str = "", *, by: Actor
) -> None:
    """A request that nobody has taken may be taken back by whoever works cases; what somebody leads is ended by rapid
    response, who say what was learned."""
    allow(by, "work_cases")
    if not engagement.is_open:
        return
    was = engagement.state
    if was == "engaged":
        allow(by, "rapid_response")
        if not learned.strip():
            raise Refused("Say what was learned before you stand down, if only that there was nothing new.")
    at, cases = now(), await cases_in(db, engagement)
    engagement.state, engagement.stand_down_note, engagement.learned = "stood_down", note.strip(), learned.strip()
    engagement.stood_down_by, engagement.stood_down_at, engagement.wake_at = by.id, at, None
    await end_promise(db, engagement, "dropped", "rapid response stood down")
    await _send_home(db, engagement, by)
    await _let_go(db, engagement, cases, RapidResponseStoodDown(was=was), by)
    await db.flush()


async def _let_go(
    db: Session, engagement: Engagement, cases: Sequence[Case], event: RapidResponseStoodDown, by: Actor
) -> None:
    """Told on the timeline of each case."""
    for member in await members_of(db, engagement):
        member.left_at, member.left_by, member.left_why = engagement.stood_down_at, by.id, "stood down"
        await record(db, event, on=member, by=by)
    for case in cases:
        await expect_nobody(db, case, "rapid response stood down", by=by)


async def _send_home(db: Session, engagement: Engagement, by: Actor) -> None:
    held = (EngagementRole.engagement_id == engagement.id, col(EngagementRole.laid_down_at).is_(None))
    for role in (await db.exec(select(EngagementRole).where(*held))).all():
        role.laid_down_at, role.laid_down_by = engagement.stood_down_at, by.id
    there = (EngagementGuest.engagement_id == engagement.id, col(EngagementGuest.left_at).is_(None))
    for guest in (await db.exec(select(EngagementGuest).where(*there))).all():
        guest.left_at = engagement.stood_down_at
