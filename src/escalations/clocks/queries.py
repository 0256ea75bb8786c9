"""Which clocks there are, and what their ledgers say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, select

from ..platform.db import Session
from .kinds import Holder, Kind
from .ledger import due_from_ledger
from .models import Clock, ClockEvent
from .policies import clock_policies
from .readings import ClockReading, Entry

OPEN = ("running", "paused")


async def clocks_of_case(db: Session, case_id: int) -> list[Clock]:
    return list((await db.exec(select(Clock).where(Clock.case_id == case_id).order_by(col(Clock.id)))).all())


async def open_clocks(
    db: Session, case_id: int, *, holder: Holder | None = None, escalation_id: int | None = None
) -> list[Clock]:
    """Those of a case that run or are paused, perhaps only of one holder or escalation."""
    found = await clocks_of_case(db, case_id)
    return [
        clock
        for clock in found
        if clock.is_open and holder in (None, clock.holder) and escalation_id in (None, clock.escalation_id)
    ]


async def open_clock(
    db: Session, case_id: int, kind: Kind, *, holder: Holder = "support", escalation_id: int | None = None
) -> Clock | None:
    """The one of its kind that runs or is paused; of several promises the one that falls due first."""
    its = (Clock.case_id == case_id, Clock.kind == kind, Clock.holder == holder, col(Clock.state).in_(OPEN))
    whose = () if escalation_id is None else (Clock.escalation_id == escalation_id,)
    statement = select(Clock).where(*its, *whose).order_by(col(Clock.due_at).nulls_last()).limit(1)
    return (await db.exec(statement)).first()


async def running_clock(
    db: Session, case_id: int, kind: Kind, *, holder: Holder = "support", escalation_id: int | None = None
) -> Clock | None:
    clock = await open_clock(db, case_id, kind, holder=holder, escalation_id=escalation_id)
    return clock if clock and clock.state == "running" else None


async def due_clocks(db: Session, at: datetime, limit: int) -> Sequence[Clock]:
    """Those to look at by now, locked; what another sweep has locked is left to it."""
    due = (
        select(Clock)
        .where(Clock.state == "running", col(Clock.wake_at) <= at)
        .order_by(col(Clock.wake_at))
        .limit(limit)
    )
    return (await db.exec(due.with_for_update(key_share=True, skip_locked=True))).all()


async def clocks_on_old_hours(db: Session, in_force: Sequence[str], limit: int) -> Sequence[Clock]:
    """Open clocks whose calendar has a later version in force, locked."""
    old = (
        select(Clock)
        .where(col(Clock.state).in_(OPEN), col(Clock.calendar).not_in(in_force))
        .order_by(col(Clock.id))
        .limit(limit)
    )
    return (await db.exec(old.with_for_update(key_share=True, skip_locked=True))).all()


async def ledgers_of(db: Session, clock_ids: Iterable[int]) -> dict[int, list[Entry]]:
    written = select(ClockEvent).where(col(ClockEvent.clock_id).in_(list(clock_ids))).order_by(col(ClockEvent.id))
    ledgers: defaultdict[int, list[Entry]] = defaultdict(list)
    for row in (await db.exec(written)).all():
        ledgers[row.clock_id].append(row.entry)
    return dict(ledgers)


async def reading_of(db: Session, clock: Clock, until: datetime | None = None) -> ClockReading:
    ledgers = await ledgers_of(db, [clock.id])
    return due_from_ledger(ledgers[clock.id], clock_policies().calendars, until)
