"""What happened to something, read back from its events."""

from sqlmodel import col, select

from .db import Session
from .events import EventRow


async def trail_of(db: Session, name: str, *, before: int | None = None, limit: int = 200) -> list[EventRow]:
    """The newest events of a subject, or of the thread it heads, newest first. `before` pages back by event id."""
    older = EventRow.id < before if before else EventRow.id > 0
    told_there = (EventRow.thread == name) | (EventRow.subject == name)
    return list(
        (await db.exec(select(EventRow).where(told_there, older).order_by(col(EventRow.id).desc()).limit(limit))).all()
    )


def recorded_so_far(db: Session) -> int:
    """In this transaction: whoever asks before and after a verb learns whether anything happened."""
    return len(db.sync_session.info.get("outbox", ()))
