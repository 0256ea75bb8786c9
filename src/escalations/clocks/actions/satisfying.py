"""What a clock waited for was done."""

from datetime import datetime

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import ClockSatisfied
from ..models import Clock
from ..readings import ClockReading, Entry
from .entering import about, enter, hold


async def satisfy_clock(db: Session, clock: Clock, *, by: Actor, at: datetime | None = None, why: str = "") -> Clock:
    """`why` is what its time counts as from then on, should it ever run on."""
    await hold(db, clock)
    if clock.state == "satisfied":
        return clock
    if clock.state == "cancelled":
        raise Refused(f"{clock.words.capitalize()} was cancelled and can no longer be met.")
    reading = await enter(db, clock, Entry(what="satisfied", at=at or now(), why=why))
    await record(db, met(clock, reading), on=clock, by=by)
    return clock


def met(clock: Clock, reading: ClockReading) -> ClockSatisfied:
    return about(ClockSatisfied, clock, late=reading.overdue_since is not None)
