"""A clock stands still while somebody else must act, and runs on afterwards."""

from datetime import datetime

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import ClockPaused, ClockResumed
from ..kinds import WAITING, may_pause
from ..models import Clock
from ..queries import open_clock
from ..readings import Entry, PauseReason
from .entering import about, enter, hold


async def pause_clock(db: Session, clock: Clock, why: PauseReason, *, by: Actor, at: datetime | None = None) -> Clock:
    await hold(db, clock)
    if clock.state == "paused" and clock.why == why:
        return clock
    if not clock.is_open:
        raise Refused(f"{clock.words.capitalize()} has ended and cannot be paused.")
    if not may_pause(clock.kind, why):
        raise Refused(f"{clock.words.capitalize()} does not stand still while {WAITING[why]}.")
    await enter(db, clock, Entry(what="paused", at=at or now(), why=why))
    await record(db, about(ClockPaused, clock, why=why), on=clock, by=by)
    return clock


async def resume_clock(db: Session, clock: Clock, *, by: Actor, at: datetime | None = None) -> Clock:
    """`at` is when the reason fell away, such as the time the customer's message was received, not when it was read.

    A met resolution clock runs on with the time it had used when its case is reopened.
    """
    await hold(db, clock)
    if clock.state == "running":
        return clock
    if clock.state != "paused":
        await _refuse_second_life(db, clock)
    await enter(db, clock, Entry(what="resumed", at=at or now()))
    await record(db, about(ClockResumed, clock), on=clock, by=by)
    return clock


async def _refuse_second_life(db: Session, clock: Clock) -> None:
    if clock.state == "cancelled" or not clock.nature.resumes_when_reopened:
        raise Refused(f"{clock.words.capitalize()} has ended; start a new one.")
    if await open_clock(db, clock.case_id, clock.kind, holder=clock.holder, escalation_id=clock.escalation_id):
        raise Refused(f"{clock.words.capitalize()} was met, and a new one has begun since.")
