"""What a transaction has recorded itself, for an answer that is made before all of it is written."""

from .db import Session
from .events import EventRow


async def news(db: Session) -> list[EventRow]:
    """Events that are yet to be written, with their numbers, oldest first."""
    told = [row for row in db.new if isinstance(row, EventRow)]
    if any(row.id is None for row in told):
        await db.number(told)
    return told
