"""Feeds whose time has come to be asked, and deliveries whose time has come to be let go."""

from datetime import datetime, timedelta

from ...platform import jobs
from ...platform.db import Session, nothing_to_record
from ...platform.settings import settings
from .models import FeedStanding
from .queries import feed_with_id, feeds_to_poll, standing_of
from .queries.letting_go import let_bytes_go


async def sweep_polls(db: Session, at: datetime) -> int:
    """Marked as asked before they are, so that a vendor who takes long is not asked twice at once."""
    due = await feeds_to_poll(db, at)
    for feed_id in due:
        feed = await feed_with_id(db, feed_id)
        standing: FeedStanding | None = await standing_of(db, feed, lock=True) if feed else None
        if feed is not None and standing is not None:
            standing.polled_at = at
            payload = {"feed": feed.id, "boundary": feed.boundary}
            await jobs.enqueue(db, [jobs.Job("poll_feed", payload, key=f"poll-feed/{feed.id}")])
    if due:
        nothing_to_record(db, "asking for news is no business fact")
    return len(due)


async def forget_deliveries(db: Session, at: datetime) -> int:
    """Of what was read and settled only what came of it is kept. What lies on the shelf is kept until it is settled."""
    nothing_to_record(db, "the bytes are gone, what was read from them is not")
    return await let_bytes_go(db, at, at - timedelta(days=settings().feed_days))
