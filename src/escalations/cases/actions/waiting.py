"""Giving the turn to somebody else, sleeping on it, and taking it back."""

from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from ...clocks.readings import PauseReason
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import exact, now
from ..events import CaseSnoozed, SnoozeEnded, TurnChanged, WaitEnded, WaitStarted
from ..models import TURNS, Case, CaseWait
from ..queries import wait_of
from . import timing

LONGEST_WAIT = timedelta(days=30)


async def wait_for(db: Session, case: Case, on_whom: str, question: str, until: datetime, *, by: Actor) -> CaseWait:
    """Until `until` at the latest the turn is theirs; then the case wakes. Waiting needs a question somebody can answer."""
    allow(by, "work_cases")
    _refuse_closed(case, "wait")
    _refuse_odd_moment(until)
    current = await wait_of(db, case)
    if current and current.on_whom == on_whom and current.until == until:
        return current
    if current:
        raise Refused(f"This case already waits for the {current.on_whom.replace('_', ' ')}. Resume it first.")
    wait = CaseWait(
        boundary=case.boundary,
        case_id=case.id,
        on_whom=on_whom,
        question=question,
        since=now(),
        until=until,
        author_id=by.id,
    )
    db.add(wait)
    case.turn, case.changed_at = on_whom, now()
    waits = WaitStarted(on_whom=on_whom, until=f"{until:%Y-%m-%d %H:%M} UTC", asked=bool(question.strip()))
    await record(db, waits, on=case, by=by)
    await timing.rest(db, case, cast(PauseReason, on_whom), until, by=by)
    return wait


async def resume_case(db: Session, case: Case, because: str, *, by: Actor) -> None:
    """End a wait or a snooze. Resuming what neither waits nor sleeps changes nothing."""
    allow(by, "work_cases")
    if await wait_of(db, case):
        await end_wait(db, case, because, by=by)
    if case.snoozed_until is not None:
        await end_snooze(db, case, because, by=by)


async def end_wait(db: Session, case: Case, because: str, *, by: Actor, at: datetime | None = None) -> None:
    wait = await wait_of(db, case)
    if wait is None:
        return
    await db.delete(wait)
    case.turn, case.changed_at = "us", now()
    await db.flush()
    since = at.isoformat() if at else ""
    await record(db, WaitEnded(on_whom=wait.on_whom, because=because, since=since), on=case, by=by)
    await timing.rouse(db, case, by=by, at=at)


async def snooze_case(db: Session, case: Case, until: datetime, reason: str, *, by: Actor) -> None:
    """Out of sight until `until` or any word from the customer. A clock that is due before that refuses it."""
    allow(by, "work_cases")
    _refuse_closed(case, "be snoozed")
    _refuse_odd_moment(until)
    if case.snoozed_until == until:
        return
    if case.due_at is not None and case.due_kind != "follow_up" and case.due_at < until:
        kind = (case.due_kind or "").replace("_", " ")
        due = exact(case.due_at, ZoneInfo(getattr(by, "time_zone", "UTC")))
        if case.due_at <= now():
            raise Refused(f"The {kind} was due at {due}. Answer first, then snooze.")
        raise Refused(f"The {kind} is due before that, at {due}. Answer first, or snooze until then.")
    case.snoozed_until, case.changed_at = until, now()
    await record(db, CaseSnoozed(until=f"{until:%Y-%m-%d %H:%M} UTC", reason=reason), on=case, by=by)
    await timing.wake_at(db, case, until, "snoozed", by=by)


async def end_snooze(db: Session, case: Case, because: str, *, by: Actor) -> None:
    if case.snoozed_until is None:
        return
    case.snoozed_until, case.changed_at = None, now()
    await record(db, SnoozeEnded(because=because), on=case, by=by)
    if await wait_of(db, case) is None:
        await timing.rouse(db, case, by=by)


async def change_turn(db: Session, case: Case, turn: str, why: str, *, by: Actor) -> None:
    """For rooms above: a product group has it, or an incident's end asks us to close the loop."""
    if turn not in TURNS:
        raise Refused(f"A turn is one of {', '.join(TURNS)}.")
    if not case.is_open or case.turn == turn:
        await timing.stay_awake(db, case, by=by)
        return
    if await wait_of(db, case):
        await end_wait(db, case, why, by=by)
    event = TurnChanged(was=case.turn, became=turn, why=why)
    case.turn, case.changed_at = turn, now()
    await record(db, event, on=case, by=by)
    await timing.stay_awake(db, case, by=by)


def _refuse_closed(case: Case, verb: str) -> None:
    if not case.is_open:
        raise Refused(f"{case.ref} is closed and cannot {verb}. Reopen it first.")


def _refuse_odd_moment(until: datetime) -> None:
    if until <= now():
        raise Refused("That time is in the past. Choose a later one.")
    if until > now() + LONGEST_WAIT:
        raise Refused(f"That is more than {LONGEST_WAIT.days} days away. Choose an earlier time, or close the case.")
