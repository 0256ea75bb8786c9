"""Two cases become one: the survivor takes over the earliest unmet due time of each kind."""

from datetime import datetime
from typing import cast

from ...platform.db import Session
from ...platform.events import Actor, record
from ...platform.time import now
from ..calendars import MINUTE
from ..events import ClockCancelled
from ..ledger import advance, would_be_due
from ..models import Clock
from ..policies import clock_policies
from ..queries import open_clock, open_clocks, reading_of
from ..readings import ClockReading, Entry, PauseReason, What
from .entering import about, enter, hold
from .pausing import pause_clock, resume_clock
from .retargeting import change
from .starting import begin

MERGED = "merged"


async def merge_clocks(
    db: Session, survivor_id: int, absorbed_id: int, *, by: Actor, at: datetime | None = None
) -> None:
    """A product group's clocks stay with their escalations."""
    at = at or now()
    for clock in await open_clocks(db, absorbed_id):
        if clock.holder != "product_group":
            await hold(db, clock)
            await _hand_over(db, clock, survivor_id, at, by)
            await enter(db, clock, Entry(what="merged", at=at, why=MERGED))
            await record(db, about(ClockCancelled, clock, why=MERGED), on=clock, by=by)


async def standing_like(db: Session, clock: Clock, case_id: int) -> Clock | None:
    if clock.nature.several:
        return None
    return await open_clock(db, case_id, clock.kind, holder=clock.holder)


async def _hand_over(db: Session, absorbed: Clock, survivor_id: int, at: datetime, by: Actor) -> None:
    theirs = await _as_of(db, absorbed, at)
    standing = await standing_like(db, absorbed, survivor_id)
    due = would_be_due(theirs, clock_policies().calendars)
    if standing is None:
        await begin_copy(db, absorbed, theirs, due, survivor_id, by)
        return
    await hold(db, standing)
    if theirs.state == "running":
        await resume_clock(db, standing, by=by, at=at)
    if due < would_be_due(await _as_of(db, standing, at), clock_policies().calendars):
        await change(db, standing, _taking_over(theirs, due, at, "rescheduled"), by)


async def _as_of(db: Session, clock: Clock, at: datetime) -> ClockReading:
    return advance(await reading_of(db, clock), at, clock_policies().calendars)


async def begin_copy(
    db: Session, absorbed: Clock, theirs: ClockReading, due: datetime, survivor_id: int, by: Actor
) -> None:
    entry = _taking_over(theirs, due, theirs.as_of, "started")
    copy = await begin(
        db, entry, by, boundary=absorbed.boundary, case_id=survivor_id, kind=absorbed.kind, holder=absorbed.holder
    )
    if theirs.state == "paused":
        await pause_clock(db, copy, cast(PauseReason, theirs.why), by=by, at=theirs.as_of)


def _taking_over(theirs: ClockReading, due: datetime, at: datetime, what: What) -> Entry:
    minutes = -(-theirs.target // MINUTE)
    return Entry(
        what=what, at=at, why=MERGED, minutes=minutes, calendar=theirs.calendar, policy=theirs.policy, due_at=due
    )
