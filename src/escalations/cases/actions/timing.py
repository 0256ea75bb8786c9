"""The clocks of a case: which one runs after which verb, so that an open case always has a wake-up."""

from datetime import datetime
from typing import cast

from ...clocks.actions import (
    cancel_clock,
    pause_clock,
    resume_clock,
    retarget_clock,
    satisfy_clock,
    start_clock,
    start_follow_up,
)
from ...clocks.kinds import WAITING, may_pause
from ...clocks.policies import Severity, Target, TargetKind, target_for
from ...clocks.queries import open_clocks
from ...clocks.readings import PauseReason
from ...customers.models import Contact, Customer
from ...platform.db import Session
from ...platform.events import Actor
from ...platform.time import now
from ..models import Case


async def start_first_response(db: Session, case: Case, *, by: Actor) -> None:
    await _start(db, case, "first_response", by=by)
    await refresh_due(db, case)


async def answered(db: Session, case: Case, *, by: Actor) -> None:
    """A human reply meets the response clocks; the next update is owed from now."""
    for clock in await open_clocks(db, case.id, holder="support"):
        if clock.kind in ("first_response", "next_update", "promise"):
            await satisfy_clock(db, clock, by=by)
    await _start(db, case, "next_update", by=by)
    await refresh_due(db, case)


async def keep_promise_until(db: Session, case: Case, until: datetime, *, by: Actor) -> None:
    why = "next update promised in a reply"
    await start_follow_up(db, case.id, case.boundary, until=until, why=why, by=by, kind="promise")
    await refresh_due(db, case)


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
    """No open case without a running clock of ours or of somebody we wait for."""
    if case.is_open and not any(clock.state == "running" for clock in await open_clocks(db, case.id)):
        await _start(db, case, "next_update", by=by)
    await refresh_due(db, case)


async def retime(db: Session, case: Case, why: str, *, by: Actor) -> None:
    """After a change of severity the open answer clocks get the new target and keep what they used."""
    for clock in await open_clocks(db, case.id, holder="support"):
        if clock.kind in ("first_response", "next_update"):
            await retarget_clock(db, clock, await _target(db, case, cast(TargetKind, clock.kind)), why, by=by)
    await refresh_due(db, case)


async def stop_all(db: Session, case: Case, why: str, *, by: Actor) -> None:
    for clock in await open_clocks(db, case.id):
        await cancel_clock(db, clock, why, by=by)
    case.due_at, case.due_kind = None, None


async def refresh_due(db: Session, case: Case) -> None:
    """The case's own cache of its nearest due time, for lists."""
    running = [
        clock for clock in await open_clocks(db, case.id, holder="support") if clock.state == "running" and clock.due_at
    ]
    nearest = min(running, key=lambda clock: clock.due_at or now(), default=None)
    case.due_at, case.due_kind = (nearest.due_at, nearest.kind) if nearest else (None, None)


async def _start(db: Session, case: Case, kind: TargetKind, *, by: Actor) -> None:
    await start_clock(
        db, case.id, case.boundary, kind, await _target(db, case, kind), holder="support", at=now(), by=by
    )


async def _target(db: Session, case: Case, kind: TargetKind) -> Target:
    customer = await db.get_one(Customer, case.customer_id)
    contact = await db.get(Contact, case.contact_id) if case.contact_id else None
    zone = contact.time_zone if contact else "UTC"
    return target_for(
        kind,
        severity=cast(Severity, case.severity),
        plan=customer.plan,
        cover=customer.is_covered(now()),
        at=now(),
        zone=zone,
    )
