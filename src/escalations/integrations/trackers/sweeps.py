"""Work items whose time has come to be tried again."""

from datetime import datetime

from ...platform.db import Session, nothing_to_record
from .queries import waiting_items
from .reactions import queue_sync


async def sweep_trackers(db: Session, at: datetime) -> int:
    due = await waiting_items(db, at)
    for item in due:
        await queue_sync(db, item)
    if due:
        nothing_to_record(db, "asking again is no business fact")
    return len(due)
