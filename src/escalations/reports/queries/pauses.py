"""What the pause auditor needs of many cases at once: which were paused when, their ledgers, and who spoke."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Select, Text, any_, bindparam, func, literal_column, select, true
from sqlmodel import col

from ...cases.models import CaseEntry
from ...clocks.auditing import Spoken
from ...clocks.models import Clock, ClockEvent
from ...clocks.queries import ledgers_of
from ...clocks.readings import Entry
from ...platform.db import Session
from ...platform.events import EventRow
from ..narrowing import Narrowing
from .facts import facts_of

PAGE = 400
"""Entries of ledgers, not findings: most pauses are right."""
_FACTS = facts_of(Clock.case_id)


@dataclass
class PausedCase:
    id: int
    title: str
    family: str
    queue: str
    closed_at: datetime | None
    ledgers: list[list[Entry]] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    unasked: list[datetime] = field(default_factory=list)


def _paused(columns: list[Any], narrowing: Narrowing) -> Select[Any]:
    query = (
        select(*columns).select_from(ClockEvent).join(Clock, col(Clock.id) == ClockEvent.clock_id).join(_FACTS, true())
    )
    its = (col(ClockEvent.what) == "paused", col(ClockEvent.at) >= narrowing.since)
    return query.where(*its, *narrowing.conditions(_FACTS))


async def paused_since(db: Session, since: datetime) -> int:
    """How many pauses the report of that time is of, without their cases."""
    query = select(func.count()).select_from(ClockEvent).join(Clock, col(Clock.id) == ClockEvent.clock_id)
    its = (col(ClockEvent.what) == literal_column("'paused'"), col(ClockEvent.at) >= since)
    return int((await db.execute(query.where(*its, col(Clock.case_id).is_not(None)))).scalar_one())


async def oldest_of_page(
    db: Session, narrowing: Narrowing, before: datetime | None, size: int = PAGE
) -> datetime | None:
    """The moment down to which the next page reaches; None when it reaches back to the beginning of the period."""
    query = _paused([col(ClockEvent.at)], narrowing).where(*_earlier(before))
    return (await db.execute(query.order_by(col(ClockEvent.at).desc()).offset(size - 1).limit(1))).scalar_one_or_none()


async def pauses_between(
    db: Session, narrowing: Narrowing, since: datetime | None, before: datetime | None
) -> list[PausedCase]:
    """Every case that was paused in that time, with all of its pauses, in four statements however many there are."""
    found = [_FACTS.c[name] for name in ("id", "title", "family", "queue", "closed_at")]
    later = [] if since is None else [col(ClockEvent.at) >= since]
    query = _paused(found, narrowing).where(*_earlier(before), *later).distinct()
    cases = {row.id: PausedCase(*row) for row in await db.execute(query)}
    for case_id, ledger in await _ledgers(db, cases):
        cases[case_id].ledgers.append(ledger)
    for case_id, spoken in await _spoken(db, cases):
        cases[case_id].spoken.append(spoken)
    for case_id, at in await _unasked(db, cases):
        cases[case_id].unasked.append(at)
    return list(cases.values())


def _earlier(before: datetime | None) -> list[Any]:
    return [] if before is None else [col(ClockEvent.at) < before]


def _among(cases: Collection[int]) -> Any:
    return any_(bindparam("cases", list(cases), type_=ARRAY(BigInteger)))


async def _ledgers(db: Session, cases: Collection[int]) -> list[tuple[int, list[Entry]]]:
    """Of the clocks that ever stood still."""
    paused = select(col(ClockEvent.id)).where(
        col(ClockEvent.clock_id) == col(Clock.id), col(ClockEvent.what) == "paused"
    )
    query = select(col(Clock.id), col(Clock.case_id)).where(col(Clock.case_id) == _among(cases), paused.exists())
    whose: dict[int, int] = {row[0]: row[1] for row in await db.execute(query)}
    return [(whose[clock_id], ledger) for clock_id, ledger in (await ledgers_of(db, whose)).items()]


async def _spoken(db: Session, cases: Collection[int]) -> list[tuple[int, Spoken]]:
    query = select(col(CaseEntry.case_id), col(CaseEntry.at), col(CaseEntry.kind)).where(
        col(CaseEntry.case_id) == _among(cases), col(CaseEntry.kind).in_(("customer", "reply"))
    )
    rows = await db.execute(query.order_by(col(CaseEntry.at)))
    return [(case_id, Spoken(at, kind == "customer")) for case_id, at, kind in rows]


async def _unasked(db: Session, cases: Collection[int]) -> Sequence[tuple[int, datetime]]:
    threads: defaultdict[str, int] = defaultdict(int, {f"case/{case_id}": case_id for case_id in cases})
    mine = any_(bindparam("threads", list(threads), type_=ARRAY(Text)))
    query = select(col(EventRow.thread), col(EventRow.at)).where(
        col(EventRow.thread) == mine,
        col(EventRow.action) == "WaitStarted",
        col(EventRow.particulars)["asked"].as_boolean().is_(False),
    )
    return [(threads[thread], at) for thread, at in await db.execute(query)]
