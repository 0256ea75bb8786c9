"""A clock no longer applies."""

from datetime import datetime

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import ClockCancelled
from ..models import Clock
from ..readings import Entry
from .entering import about, enter, hold


async def cancel_clock(db: Session, clock: Clock, why: str, *, by: Actor, at: datetime | None = None) -> Clock:
    await hold(db, clock)
    if clock.state == "cancelled":
        return clock
    if clock.state == "satisfied":
        raise Refused(f"{clock.words.capitalize()} has been met and can no longer be cancelled.")
    await enter(db, clock, Entry(what="cancelled", at=at or now(), why=why))
    await record(db, about(ClockCancelled, clock, why=why), on=clock, by=by)
    return clock
