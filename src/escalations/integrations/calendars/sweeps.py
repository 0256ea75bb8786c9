"""Calendars whose time has come to be asked."""

from datetime import datetime, timedelta

from ...coverage.queries import sources_to_poll
from ...platform import jobs
from ...platform.db import Session, nothing_to_record

EVERY = timedelta(minutes=30)


async def sweep_calendars(db: Session, at: datetime) -> int:
    """Marked as asked before they are, so that one that takes long is not asked twice at once."""
    due = await sources_to_poll(db, at - EVERY)
    for source in due:
        source.polled_at = at
        job = jobs.Job("poll_calendar", {"person": source.person_id}, key=f"poll-calendar/{source.person_id}")
        await jobs.enqueue(db, [job])
    if due:
        nothing_to_record(db, "asking a calendar is no business fact")
    return len(due)
