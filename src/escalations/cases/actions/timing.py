"""The clocks of a case: which one runs after which verb, so that an open case always has a wake-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from ...clocks.actions import (
    Move,
    answer_clocks,
    begin_first_clocks,
    cancel_clock,
    pause_clock,
    resume_clock,
    retarget_clock,
    satisfy_clock,
    start_clock,
    start_follow_up,
)
from ...clocks.kinds import WAITING, Kind, may_pause
from ...clocks.models import Clock
from ...clocks.policies import TargetKind, clock_policies
from ...clocks.queries import clocks_of_case, open_clocks
from ...clocks.readings import Entry, PauseReason
from ...customers.models import Contact, Customer
from ...platform.db import Session
from ...platform.events import Actor
from ...platform.time import now
from ..models import Case
from ..queries.terms import terms_of, terms_with

FROM_THE_START: tuple[TargetKind, ...] = ("first_response", "resolution")
RETIMED: tuple[TargetKind, ...] = ("first_response", "next_update", "resolution")


@dataclass(frozen=True)
class Answered:
    """All clocks of a case as they are after an answer, and what is still to be written of that."""

    clocks: list[Clock]
    moves: list[Move]


async def first_clocks(db: Session, case: Case) -> list[Move]:
    """Of a case that is not written yet, since it was opened: one that is split off began before. Where the policy has an
    objective for its resolution, that begins to run as well."""
    terms = await terms_of(db, case)
    found = {cast(Kind, kind): clock_policies().target(kind, terms, now()) for kind in FROM_THE_START}
    targets = {kind: target for kind, target in found.items() if target}
    begun = begin_first_clocks(case.boundary, targets, at=case.opened_at)
    _cache_due(case, [one.clock for one in begun])
    return begun


async def answered(
    db: Session, case: Case, clocks: Sequence[Clock], ledgers: Mapping[int, list[Entry]], customer: Customer, contact: Contact | None
) -> Answered:  # fmt: skip
    """A human reply meets the response clocks; the next update is owed from now. It solves nothing yet. `clocks` are all of
    the case, held, with the `ledgers` that are known. For `write_moves`."""
    at = now()
    owed = clock_policies().target("next_update", terms_with(case, customer, contact), at)
    assert owed is not None, "every policy promises answers"
    moves = await answer_clocks(db, clocks, owed, case.id, case.boundary, at=at, ledgers=ledgers)
    there = [*clocks, moves[-1].clock]
    _cache_due(case, [clock for clock in there if clock.is_open and clock.holder == "support"])
    return Answered(there, moves)


async def keep_promise_until(db: Session, case: Case, until: datetime, words: str, *, by: Actor) -> Clock:
    clock = await start_follow_up(db, case.id, case.boundary, until=until, why=words, by=by, kind="promise")
    await refresh_due(db, case)
    return clock


async def rest(db: Session, case: Case, on_whom: PauseReason, until: datetime, *, by: Actor) -> None:
    """While somebody else has the turn, what may rest rests, and a follow-up wakes the case."""
    for clock in await open_clocks(db, case.id, holder="support"):
        if clock.state == "running" and may_pause(clock.kind, on_whom):
            await pause_clock(db, clock, on_whom, by=by)
    await wake_at(db, case, until, WAITING[on_whom], by=by)


async def wake_at(db: Session, case: Case, until: datetime, why: str, *, by: Actor) -> None:
    await start_follow_up(db, case.id, case.boundary, until=until, why=why, by=by)
    await refresh_due(db, case)


async def rouse(db: Session, case: Case, *, by: Actor, at: datetime | None = None) -> None:
    """It is our turn again since `at`: the follow-up has done its work, what rested runs on, and something always runs."""
    for clock in await open_clocks(db, case.id, holder="support"):
        if clock.kind == "follow_up":
            await satisfy_clock(db, clock, by=by)
        elif clock.state == "paused":
            await resume_clock(db, clock, by=by, at=at)
    await stay_awake(db, case, by=by)


async def stay_awake(db: Session, case: Case, *, by: Actor) -> None:
    """No open case without a running clock of ours or of somebody we wait for. An objective alone wakes nobody in time. What
    stands still for nobody any more runs on."""
    standing = await open_clocks(db, case.id) if case.is_open else []
    if case.is_open and not any(_wakes(clock) for clock in standing):
        for clock in (one for one in standing if one.kind == "next_update" and one.holder == "support"):
            await resume_clock(db, clock, by=by)
        await _start(db, case, "next_update", by=by)
    await refresh_due(db, case)


async def retime(db: Session, case: Case, why: str, *, by: Actor) -> None:
    """After a change of what the targets depend on, open clocks get the new ones and keep what they used."""
    terms, standing = await terms_of(db, case), await open_clocks(db, case.id, holder="support")
    for kind in RETIMED:
        target = clock_policies().target(kind, terms, now())
        for clock in (clock for clock in standing if clock.kind == kind):
            if target is None:
                await cancel_clock(db, clock, why, by=by)
            else:
                await retarget_clock(db, clock, target, why, by=by)
    await refresh_due(db, case)


async def stop_all(db: Session, case: Case, why: str, *, by: Actor) -> None:
    """A closing solves the case; nothing else is owed any more."""
    for clock in await open_clocks(db, case.id):
        if clock.kind == "resolution":
            await satisfy_clock(db, clock, by=by, why="resolved")
        else:
            await cancel_clock(db, clock, why, by=by)
    case.due_at, case.due_kind = None, None


async def begin_again(db: Session, case: Case, *, by: Actor) -> None:
    """Of a reopened case: its resolution runs on with the time it had used, and somebody owes a word from now."""
    solved = [clock for clock in await clocks_of_case(db, case.id) if clock.kind == "resolution"]
    if solved and solved[-1].state == "satisfied":
        await resume_clock(db, solved[-1], by=by)
    await stay_awake(db, case, by=by)


async def refresh_due(db: Session, case: Case) -> None:
    """The case's own cache of its nearest due time, for lists."""
    _cache_due(case, await open_clocks(db, case.id, holder="support"))


def _cache_due(case: Case, clocks: list[Clock]) -> None:
    """What we owe somebody. The resolution, an objective of our own, has its place on the case and rules no list."""
    running = [clock for clock in clocks if _wakes(clock) and clock.due_at]
    nearest = min(running, key=lambda clock: clock.due_at or now(), default=None)
    case.due_at, case.due_kind = (nearest.due_at, nearest.kind) if nearest else (None, None)


def _wakes(clock: Clock) -> bool:
    return clock.state == "running" and clock.kind != "resolution"


async def _start(db: Session, case: Case, kind: TargetKind, *, by: Actor) -> Clock:
    target = clock_policies().target(kind, await terms_of(db, case), now())
    assert target is not None, "every policy promises answers"
    return await start_clock(db, case.id, case.boundary, kind, target, holder="support", at=now(), by=by)
