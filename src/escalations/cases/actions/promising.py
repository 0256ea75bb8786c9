"""What we told a customer we would do by a time, kept by a clock until we do it or say why not."""

from collections.abc import Iterable
from datetime import datetime

from ...clocks.actions import cancel_clock
from ...clocks.models import Clock
from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ..events import PromiseMade, PromiseWithdrawn
from ..models import Case
from ..promises import Promised, worded
from . import timing


async def make_promises(
    db: Session, case: Case, moments: Iterable[datetime], promised: Iterable[Promised], *, by: Actor
) -> list[Clock]:
    """The case holds them: whoever owns it when one falls due is the one to keep it."""
    clocks = []
    for until, words in worded(moments, promised):
        clock = await timing.keep_promise_until(db, case, until, words, by=by)
        made = PromiseMade(clock_id=clock.id, words=words, until=f"{until:%-d %b %Y %H:%M} UTC")
        await record(db, made, on=case, by=by)
        clocks.append(clock)
    return clocks


async def withdraw_promise(db: Session, case: Case, promise: Clock, reason: str, *, by: Actor) -> None:
    """What was kept stays kept; what was withdrawn already stays as it is."""
    allow(by, "work_cases")
    if promise.state == "cancelled":
        return
    words = promise.why
    await cancel_clock(db, promise, reason, by=by)
    await record(db, PromiseWithdrawn(clock_id=promise.id, words=words, reason=reason), on=case, by=by)
    await timing.stay_awake(db, case, by=by)
