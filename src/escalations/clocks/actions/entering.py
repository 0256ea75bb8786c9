"""How an entry gets into a ledger: the row is locked, follows what the ledger then says, and the fact is recorded."""

from dataclasses import replace
from typing import Any, TypeVar

from ...platform.db import Session
from ...platform.events import SYSTEM, record
from ..events import AboutClock, ClockBreached
from ..ledger import after
from ..models import Clock, ClockEvent
from ..policies import clock_policies
from ..queries import reading_of
from ..readings import ClockReading, Entry

Fact = TypeVar("Fact", bound=AboutClock)


def about(fact: type[Fact], clock: Clock, **particulars: Any) -> Fact:
    return fact(
        clock_id=clock.id, case_id=clock.case_id, kind=clock.kind, holder=clock.holder,
        escalation_id=clock.escalation_id, **particulars,
    )  # fmt: skip


async def hold(db: Session, clock: Clock) -> None:
    """Lock the row and see it as it now is. Refreshing would forget what this transaction has not flushed yet."""
    await db.flush()
    await db.refresh(clock, with_for_update={"key_share": True})


async def enter(db: Session, clock: Clock, entry: Entry) -> ClockReading:
    """The row must be held. A due time that had passed by then is noted first, in case no sweep came by."""
    before = await reading_of(db, clock)
    if before.state == "running" and not before.breach_told and before.due_at and before.due_at < entry.at:
        before = await note_breach(db, clock, before)
    return write(db, clock, before, entry)


async def note_breach(db: Session, clock: Clock, reading: ClockReading) -> ClockReading:
    due = reading.due_at
    assert due is not None, "what does not run is never due"
    noted = write(db, clock, reading, Entry(what="breached", at=due, due_at=due))
    await record(db, about(ClockBreached, clock, due_at=due.isoformat()), on=clock, by=SYSTEM)
    return noted


def write(db: Session, clock: Clock, before: ClockReading, entry: Entry) -> ClockReading:
    calendars = clock_policies().calendars
    effective = replace(entry, at=max(entry.at, before.as_of))
    now_reads = after(before, effective, calendars)
    db.add(ClockEvent.writing(effective, clock, now_reads.round))
    clock.follow(now_reads, calendars)
    return now_reads
