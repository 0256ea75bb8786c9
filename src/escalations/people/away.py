"""Who is away though their shift is under way. What is known of absences is known above this room, which tells it here."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from ..platform.db import Session

Away = dict[int, datetime]
"""By person, until when."""
_told_by: list[Callable[[Session, datetime], Awaitable[Away]]] = []


def tells_who_is_away(
    told: Callable[[Session, datetime], Awaitable[Away]],
) -> Callable[[Session, datetime], Awaitable[Away]]:
    _told_by.append(told)
    return told


async def away_at(db: Session, at: datetime) -> Away:
    found: Away = {}
    for told in _told_by:
        found |= await told(db, at)
    return found
