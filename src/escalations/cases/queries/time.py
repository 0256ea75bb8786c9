"""What is needed to say where the time of a case went: its clocks with their ledgers, what moved the turn, who spoke when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select as columns
from sqlmodel import col, select

from ...clocks.auditing import Spoken
from ...clocks.models import Clock
from ...clocks.queries import clocks_of_case, ledgers_of
from ...clocks.readings import Entry
from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.events import EventRow
from ..models import Case, CaseEntry, CaseTime
from ..turns import MOVED_BY

OF_LEDGERS = {
    "started": "ClockStarted",
    "paused": "ClockPaused",
    "resumed": "ClockResumed",
    "satisfied": "ClockSatisfied",
    "warned": "ClockWarned",
    "breached": "ClockBreached",
    "retargeted": "ClockRetargeted",
    "carried_over": "ClockRetargeted",
    "rescheduled": "ClockRetargeted",
    "cancelled": "ClockCancelled",
    "merged": "ClockCancelled",
}
"""The event that tells of each kind of entry."""


@dataclass(frozen=True)
class TimeRows:
    """All of a case's time, in the order in which it was written. `trail` is what moved its turn or its clocks."""

    clocks: Sequence[Clock]
    ledgers: dict[int, list[Entry]]
    trail: Sequence[EventRow]
    spoken: Sequence[Spoken]


async def time_rows(db: Session, case: Case) -> TimeRows:
    clocks = await clocks_of_case(db, case.id)
    ledgers = await ledgers_of(db, [clock.id for clock in clocks])
    trail = await _trail(db, case, (*MOVED_BY, *set(OF_LEDGERS.values())))
    spoken = await _spoken(db, case)
    return TimeRows(clocks, ledgers, trail, spoken)


async def turn_trail(db: Session, case: Case) -> Sequence[EventRow]:
    """What moved the turn, oldest first."""
    return await _trail(db, case, MOVED_BY)


async def _trail(db: Session, case: Case, actions: Sequence[str]) -> Sequence[EventRow]:
    query = select(EventRow).where(EventRow.thread == case.thread, col(EventRow.action).in_(actions))
    return (await db.exec(query.order_by(col(EventRow.id)))).all()


async def _spoken(db: Session, case: Case) -> list[Spoken]:
    kinds = ("customer", "reply")
    query = columns(col(CaseEntry.at), col(CaseEntry.kind)).where(
        col(CaseEntry.case_id) == case.id, col(CaseEntry.kind).in_(kinds)
    )
    return [Spoken(at, kind == "customer") for at, kind in await db.execute(query.order_by(col(CaseEntry.at)))]


async def response_ledgers(db: Session, case: Case) -> list[list[Entry]]:
    """Of the clocks whose hours are the hours of the case."""
    clocks = [clock for clock in await clocks_of_case(db, case.id) if is_response(clock)]
    return list((await ledgers_of(db, [clock.id for clock in clocks])).values())


def is_response(clock: Clock) -> bool:
    return clock.holder == "support" and clock.kind in ("first_response", "next_update")


async def promise_for(db: Session, case: Case, clock_id: int) -> Clock:
    query = select(Clock).where(Clock.id == clock_id, Clock.case_id == case.id, Clock.kind == "promise")
    found = (await db.exec(query)).one_or_none()
    if found is None:
        raise NotFound("There is no such promise on this case.")
    return found


async def promises_of(db: Session, case: Case) -> Sequence[Clock]:
    query = select(Clock).where(Clock.case_id == case.id, Clock.kind == "promise").order_by(col(Clock.id))
    return (await db.exec(query)).all()


async def time_of(db: Session, case: Case) -> CaseTime | None:
    return await db.get(CaseTime, case.id)


def waits_without_question(trail: Sequence[EventRow]) -> list[datetime]:
    return [row.at for row in trail if row.action == "WaitStarted" and not row.particulars.get("asked", True)]
