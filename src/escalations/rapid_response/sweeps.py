"""What time alone does: promised updates that come near or are missing, packs that nobody acknowledges, leads who left."""

from datetime import datetime, timedelta

from ..platform.db import Session
from ..platform.events import SYSTEM, record
from .actions import lay_down_role, settle_request
from .actions.standing_down import stand_down_engagement
from .events import EngagementUpdateNearing, EngagementUpdateOverdue, HandoverUnacknowledged
from .models import Engagement
from .queries import awaited_by_nobody, cases_in, engagements_due, led_by_nobody, open_promise
from .queries.handovers import lines_to_page, receivers_of
from .waking import next_wake, reminders_by
from .weights import weights

BATCH = 200


async def sweep_engagements(db: Session, at: datetime, limit: int = BATCH) -> int:
    """Tell of promised updates whose moment has come. Running it twice tells nothing twice."""
    due = await engagements_due(db, at, limit)
    for engagement in due:
        await _tell(db, engagement, at)
    left = await led_by_nobody(db, limit)
    for engagement in left:
        await _bereft(db, engagement)
    waiting = await awaited_by_nobody(db, limit)
    for engagement in waiting:
        await settle_request(db, engagement)
    return len(due) + len(left) + len(waiting)


async def _tell(db: Session, engagement: Engagement, at: datetime) -> None:
    promise, times = await open_promise(db, engagement), weights().engagement
    assert promise is not None, "what is led has promised something"
    due_at = promise.due_at.isoformat()
    if promise.warned_at is None:
        promise.warned_at = at
        if at < promise.due_at:
            await record(db, EngagementUpdateNearing(promise_id=promise.id, due_at=due_at), on=engagement, by=SYSTEM)
    if at >= promise.due_at:
        promise.reminders = reminders_by(promise, at, times)
        event = EngagementUpdateOverdue(promise_id=promise.id, due_at=due_at, reminders=promise.reminders)
        await record(db, event, on=engagement, by=SYSTEM)
    engagement.wake_at = next_wake(promise, times)
    await db.flush()


async def _bereft(db: Session, engagement: Engagement) -> None:
    """Its lead left the house: it waits for somebody again, or is over where no case is open any more."""
    if await cases_in(db, engagement, only_open=True):
        await lay_down_role(db, engagement, "lead", by=SYSTEM)
        await settle_request(db, engagement)
    else:
        await stand_down_engagement(
            db, engagement, "Its lead left and all its cases are closed.", "Nothing was noted.", by=SYSTEM
        )


async def sweep_handovers(db: Session, at: datetime, limit: int = BATCH) -> int:
    """Severity A cases of packs that nobody has acknowledged: the duty lead is told, again and again."""
    waiting, again = await lines_to_page(db, at, limit), timedelta(minutes=weights().handover.page_again)
    names = await receivers_of(db, [handover for _, handover in waiting])
    for line, handover in waiting:
        line.pages, line.page_at = line.pages + 1, at + again
        event = HandoverUnacknowledged(
            case_id=line.case_id, handover_id=handover.id, pages=line.pages, receiver=names[handover.receiver_id]
        )
        await record(db, event, on=line, by=SYSTEM)
    await db.flush()
    return len(waiting)
