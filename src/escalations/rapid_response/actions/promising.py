"""The engagement's own clock: the next update is promised, kept or moved, and somebody is told when it is missing."""

from datetime import datetime, timedelta

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import EngagementUpdated, EngagementUpdateMoved
from ..models import Engagement, EngagementPromise
from ..queries import open_promise
from ..waking import next_wake
from ..weights import weights

LONGEST = timedelta(days=3)


async def begin_promises(db: Session, engagement: Engagement, *, by: Actor) -> None:
    await _promise(db, engagement, now() + timedelta(minutes=weights().engagement.first_update), by)


async def give_update(db: Session, engagement: Engagement, next_at: datetime, *, by: Actor) -> None:
    """The promised update was given, and the next one is promised."""
    standing = await _standing(db, engagement, next_at, by)
    await end_promise(db, engagement, "kept", "")
    late = max(0, int((now() - standing.due_at).total_seconds() // 60))
    await record(db, EngagementUpdated(due_at=next_at.isoformat(), late=late), on=engagement, by=by)
    await _promise(db, engagement, next_at, by)


async def move_update(db: Session, engagement: Engagement, next_at: datetime, why: str, *, by: Actor) -> None:
    """Nothing was told: the promise itself changes, and says why."""
    standing = await _standing(db, engagement, next_at, by)
    if standing.due_at == next_at:
        return
    await end_promise(db, engagement, "moved", why.strip())
    event = EngagementUpdateMoved(was=standing.due_at.isoformat(), due_at=next_at.isoformat())
    await record(db, event, on=engagement, by=by)
    await _promise(db, engagement, next_at, by)


async def end_promise(db: Session, engagement: Engagement, outcome: str, why: str) -> None:
    standing = await open_promise(db, engagement)
    if standing is not None:
        standing.outcome, standing.ended_at, standing.why = outcome, now(), why
        await db.flush()


async def _standing(db: Session, engagement: Engagement, next_at: datetime, by: Actor) -> EngagementPromise:
    allow(by, "rapid_response")
    standing = await open_promise(db, engagement)
    if standing is None:
        raise Refused(f"Nobody leads {engagement.ref}, so nobody can promise for it. Take the lead first.")
    if not now() < next_at <= now() + LONGEST:
        raise Refused(f"Promise the next update for a time within the next {LONGEST.days} days.")
    return standing


async def _promise(db: Session, engagement: Engagement, due_at: datetime, by: Actor) -> None:
    made = EngagementPromise(
        boundary=engagement.boundary, engagement_id=engagement.id, made_at=now(), made_by=by.id, due_at=due_at
    )
    db.add(made)
    engagement.wake_at = next_wake(made, weights().engagement)
    await db.flush()
