"""Feeds whose time has come to be asked."""

from datetime import datetime

from ...platform import jobs
from ...platform.db import Session, nothing_to_record
from .models import FeedStanding
from .queries import feed_with_id, feeds_to_poll, standing_of


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
