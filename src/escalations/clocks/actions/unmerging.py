"""A merge of two cases is taken back: what it ended runs on, and what it moved goes back to where it would be without it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from ...platform.db import Session
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import ClockResumed
from ..ledger import due_from_ledger, would_be_due
from ..models import Clock
from ..policies import clock_policies
from ..queries import clocks_of_case, ledgers_of
from ..readings import ClockReading, Entry, PauseReason
from .cancelling import cancel_clock
from .entering import about, enter, hold
from .merging import MERGED, begin_copy, standing_like
from .pausing import pause_clock
from .retargeting import change

UNMERGED = "unmerged"


async def unmerge_clocks(
    db: Session, absorbed_id: int, *, by: Actor, at: datetime | None = None, since: datetime | None = None
) -> None:
    """What ended by the merge runs on with the time it had left, counted from `since`; what stood still then stands still."""
    at = at or now()
    for clock in await clocks_of_case(db, absorbed_id):
        if clock.state == "cancelled" and clock.why == MERGED and not await standing_like(db, clock, absorbed_id):
            await _run_on(db, clock, await _before_merge(db, clock), since or at, by)


async def give_back_clocks(
    db: Session, survivor_id: int, undone: Collection[datetime], still_absorbed: Sequence[int], *, pausing: bool, by: Actor,
    at: datetime | None = None,
) -> None:  # fmt: skip
    """`undone` are the moments of all merges into the survivor that were taken back. What was answered since stays answered.
    `pausing` says whether what stood still before stands still again."""
    at, ended = at or now(), set[tuple[str, str]]()
    clocks = await clocks_of_case(db, survivor_id)
    ledgers = await ledgers_of(db, [clock.id for clock in clocks])
    for clock in clocks:
        ledger = ledgers[clock.id]
        moved = clock.is_open and any(_is_of(entry, undone) for entry in ledger)
        if moved and await _give_back(db, clock, _without(ledger, undone), at, pausing, by):
            ended.add((clock.kind, clock.holder))
    for absorbed_id in still_absorbed:
        await _take_over_again(db, absorbed_id, survivor_id, ended, by)


async def _run_on(db: Session, clock: Clock, before: ClockReading, since: datetime, by: Actor) -> None:
    await hold(db, clock)
    await enter(db, clock, Entry(what="resumed", at=since))
    await record(db, about(ClockResumed, clock), on=clock, by=by)
    if before.state == "paused":
        await pause_clock(db, clock, cast(PauseReason, before.why), by=by, at=since)
    elif before.due_at and (clock.nature.several or (since <= before.as_of and clock.due_at != before.due_at)):
        why = before.why if clock.nature.several else UNMERGED
        await change(db, clock, replace(_aiming(before, before.due_at, since), why=why), by)


async def _give_back(
    db: Session, clock: Clock, without: Sequence[Entry], at: datetime, pausing: bool, by: Actor
) -> bool:
    """Whether it ended, since nothing but a merge had begun it."""
    if without and without[0].what == "started":
        await _settle(db, clock, due_from_ledger(without, clock_policies().calendars, at), at, pausing, by)
        return False
    later = [entry.due_at for entry in without if entry.why == MERGED and entry.due_at]
    if not later:
        await cancel_clock(db, clock, UNMERGED, by=by, at=at)
    elif clock.due_at and clock.due_at != later[-1]:
        await hold(db, clock)
        await change(db, clock, Entry(what="rescheduled", at=at, why=UNMERGED, due_at=later[-1]), by)
    return not later


async def _settle(db: Session, clock: Clock, wanted: ClockReading, at: datetime, pausing: bool, by: Actor) -> None:
    if not wanted.is_open:
        return
    calendars = clock_policies().calendars
    due, is_due = would_be_due(wanted, calendars), would_be_due(await _reading(db, clock, at), calendars)
    if due != is_due:
        await hold(db, clock)
        await change(db, clock, _aiming(wanted, due, at), by)
    if pausing and wanted.state == "paused" and clock.state == "running":
        await pause_clock(db, clock, cast(PauseReason, wanted.why), by=by, at=at)


async def _take_over_again(
    db: Session, absorbed_id: int, survivor_id: int, ended: set[tuple[str, str]], by: Actor
) -> None:
    """What another absorbed case would have handed over, had not this one been earlier."""
    for clock in await clocks_of_case(db, absorbed_id):
        lacks = (clock.kind, clock.holder) in ended and clock.state == "cancelled" and clock.why == MERGED
        if lacks and not clock.nature.several and not await standing_like(db, clock, survivor_id):
            before = await _before_merge(db, clock)
            await begin_copy(db, clock, before, would_be_due(before, clock_policies().calendars), survivor_id, by)


async def _before_merge(db: Session, clock: Clock) -> ClockReading:
    """As of the moment of the merge."""
    ledger = (await ledgers_of(db, [clock.id]))[clock.id]
    merged = max(number for number, entry in enumerate(ledger) if entry.what == "merged")
    return due_from_ledger(ledger[:merged], clock_policies().calendars, ledger[merged].at)


async def _reading(db: Session, clock: Clock, at: datetime) -> ClockReading:
    return due_from_ledger((await ledgers_of(db, [clock.id]))[clock.id], clock_policies().calendars, at)


def _is_of(entry: Entry, merges: Collection[datetime]) -> bool:
    """Written by one of these merges: each has a moment of its own."""
    return entry.at in merges and (entry.why == MERGED or entry.what == "resumed")


def _without(ledger: Sequence[Entry], merges: Collection[datetime]) -> list[Entry]:
    """What was told of a clock while only a merge made it run is not told of one that stood still."""
    kept, woken = list[Entry](), False
    for entry in ledger:
        if _is_of(entry, merges):
            woken = woken or entry.what == "resumed"
        elif entry.why != UNMERGED and not (woken and entry.what in ("warned", "breached")):
            kept.append(entry)
    return kept


def _aiming(wanted: ClockReading, due: datetime, at: datetime) -> Entry:
    minutes = -(-wanted.target.total_seconds() // 60)
    return Entry(what="rescheduled", at=at, why=UNMERGED, minutes=int(minutes), calendar=wanted.calendar, due_at=due)
