"""The clock of a request: on each open case of an engagement that nobody has taken."""

from dataclasses import replace

from ...cases.models import Case
from ...cases.queries.terms import terms_of
from ...clocks.actions import cancel_clock, retarget_clock, satisfy_clock, start_clock
from ...clocks.policies import Target, clock_policies
from ...clocks.queries import open_clock
from ...platform.db import Session
from ...platform.events import Actor
from ...platform.time import now
from ..models import Engagement
from ..queries import cases_in


async def expect_somebody(db: Session, case: Case, *, by: Actor) -> None:
    """The policy's first response for covered customers counts for the request itself."""
    if await open_clock(db, case.id, "first_response", holder="rapid_response") is None:
        target = await _target(db, case)
        await start_clock(
            db, case.id, case.boundary, "first_response", target, holder="rapid_response", at=now(), by=by
        )


async def expect_again(db: Session, engagement: Engagement, *, by: Actor) -> None:
    for case in await cases_in(db, engagement, only_open=True):
        await expect_somebody(db, case, by=by)


async def somebody_came(db: Session, engagement: Engagement, *, by: Actor) -> None:
    for case in await cases_in(db, engagement):
        if clock := await open_clock(db, case.id, "first_response", holder="rapid_response"):
            await satisfy_clock(db, clock, by=by)


async def expect_nobody(db: Session, case: Case, why: str, *, by: Actor) -> None:
    if clock := await open_clock(db, case.id, "first_response", holder="rapid_response"):
        await cancel_clock(db, clock, why, by=by)


async def expect_otherwise(db: Session, case: Case, why: str, *, by: Actor) -> None:
    """To the target that the case has by now."""
    if clock := await open_clock(db, case.id, "first_response", holder="rapid_response"):
        await retarget_clock(db, clock, await _target(db, case), why, by=by)


async def _target(db: Session, case: Case) -> Target:
    target = clock_policies().target("first_response", replace(await terms_of(db, case), cover=True), now())
    assert target is not None, "every policy promises answers"
    return target
