"""A case that rests is woken by what is merged into it, and rests again as before when that is taken back."""

from datetime import datetime
from typing import Any, cast

from ...clocks.kinds import WAITING
from ...clocks.queries import open_clocks
from ...clocks.readings import PauseReason
from ...platform.db import Session
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import CaseSnoozed, WaitStarted
from ..models import Case, CaseWait
from ..queries import OUR_TURNS, wait_of
from ..queries.spoken import spoken_since
from . import timing
from .waiting import end_snooze, end_wait


async def come_to_us(db: Session, case: Case, other: Case, at: datetime, *, by: Actor) -> dict[str, Any]:
    """Where `other` is ours to answer, so is the whole. What it rested on, to be put back some day."""
    if other.turn not in OUR_TURNS or other.snoozed_until is not None:
        return {}
    rested: dict[str, Any] = {}
    because = f"{other.ref} was merged into it"
    if wait := await wait_of(db, case):
        rested["wait"] = {
            "on_whom": wait.on_whom, "question": wait.question, "since": wait.since.isoformat(), "until": wait.until.isoformat(), "author_id": wait.author_id,
        }  # fmt: skip
        await end_wait(db, case, because, by=by, at=at)
    if case.snoozed_until is not None:
        rested["snoozed_until"] = case.snoozed_until.isoformat()
        await end_snooze(db, case, because, by=by)
    return rested


async def rests_again(db: Session, case: Case, rested: dict[str, Any], since: datetime) -> bool:
    """Unless somebody spoke meanwhile, or its time has come."""
    ahead = _ahead(rested.get("snoozed_until")) or _ahead(rested.get("wait", {}).get("until"))
    if not ahead or case.turn != "us" or case.snoozed_until is not None or await wait_of(db, case):
        return False
    return not await spoken_since(db, case, since)


async def begin_to_rest_again(db: Session, case: Case, rested: dict[str, Any], *, by: Actor) -> None:
    """What stood still for it stands still again already: that is in the ledgers."""
    if wait := rested.get("wait"):
        await _wait_again(db, case, wait, by)
    if until := _ahead(rested.get("snoozed_until")):
        case.snoozed_until = until
        await record(db, CaseSnoozed(until=f"{until:%Y-%m-%d %H:%M} UTC", reason="as before the merge"), on=case, by=by)
        await timing.wake_at(db, case, until, "snoozed", by=by)


async def keep_waking(db: Session, case: Case, *, by: Actor) -> None:
    """A wake that had begun with a merge ends with it. A case that rests on still has its own moment."""
    if any(clock.kind == "follow_up" for clock in await open_clocks(db, case.id, holder="support")):
        return
    if wait := await wait_of(db, case):
        await timing.wake_at(db, case, wait.until, WAITING[cast(PauseReason, wait.on_whom)], by=by)
    elif case.snoozed_until is not None:
        await timing.wake_at(db, case, case.snoozed_until, "snoozed", by=by)


async def _wait_again(db: Session, case: Case, wait: dict[str, Any], by: Actor) -> None:
    until = _ahead(wait["until"])
    if until is None:
        return
    since = datetime.fromisoformat(wait["since"])
    again = CaseWait(
        boundary=case.boundary, case_id=case.id, on_whom=wait["on_whom"], question=wait["question"], since=since, until=until,
        author_id=wait["author_id"],
    )  # fmt: skip
    db.add(again)
    case.turn = wait["on_whom"]
    waits = WaitStarted(
        on_whom=wait["on_whom"], until=f"{until:%Y-%m-%d %H:%M} UTC", asked=bool(wait["question"].strip())
    )
    await record(db, waits, on=case, by=by)
    await timing.wake_at(db, case, until, WAITING[cast(PauseReason, wait["on_whom"])], by=by)


def _ahead(moment: str | None) -> datetime | None:
    until = datetime.fromisoformat(moment) if moment else None
    return until if until and until > now() else None
