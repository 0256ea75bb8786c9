"""How entries get into ledgers: rows are locked, follow what the ledgers then say, and the facts are recorded."""

from dataclasses import replace
from typing import Any, TypeVar

from ...platform.db import Session
from ...platform.events import SYSTEM, record
from ..events import AboutClock, ClockBreached
from ..ledger import after
from ..models import Clock, ClockEvent
from ..policies import clock_policies
from ..queries import Held, reading_of
from ..readings import ClockReading, Entry, PinnedCalendars

Fact = TypeVar("Fact", bound=AboutClock)
Named = Clock | Held


def about(fact: type[Fact], clock: Named, **particulars: Any) -> Fact:
    return fact(
        clock_id=clock.id, case_id=clock.case_id, kind=clock.kind, holder=clock.holder,
        escalation_id=clock.escalation_id, **particulars,
    )  # fmt: skip


def told_of_breach(clock: Named, reading: ClockReading) -> ClockBreached:
    assert reading.overdue_since is not None
    return about(ClockBreached, clock, due_at=reading.overdue_since.isoformat(), round=reading.round)


async def hold(db: Session, clock: Clock) -> None:
    """Lock the row and see it as it now is. Refreshing would forget what this transaction has not flushed yet."""
    await db.flush()
    await db.refresh(clock, with_for_update={"key_share": True})


async def enter(db: Session, clock: Clock, entry: Entry) -> ClockReading:
    """The row must be held."""
    rules = clock_policies()
    written = unfold(await reading_of(db, clock), entry, rules.calendars)
    for one, reading in written:
        db.add(ClockEvent.writing(one, clock, reading.round))
        if one.what == "breached":
            await record(db, told_of_breach(clock, reading), on=clock, by=SYSTEM)
    clock.follow(reading, rules)
    return reading


def unfold(before: ClockReading, entry: Entry, calendars: PinnedCalendars) -> list[tuple[Entry, ClockReading]]:
    """The entry and what is then read. A due time that had passed by then is noted first, in case no sweep came by."""
    written: list[tuple[Entry, ClockReading]] = []
    due = before.due_at
    if before.state == "running" and not before.breach_told and due and due < entry.at:
        written = unfold(before, Entry(what="breached", at=due, due_at=due), calendars)
        before = written[0][1]
    effective = replace(entry, at=max(entry.at, before.as_of))
    return [*written, (effective, after(before, effective, calendars))]
