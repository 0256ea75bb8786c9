"""Every verb of rapid response: it is asked for, somebody takes it, and they stand down."""

from dataclasses import replace

from ..cases.models import Case
from ..cases.queries.terms import terms_of
from ..clocks.actions import cancel_clock, retarget_clock, satisfy_clock, start_clock
from ..clocks.policies import Target, clock_policies
from ..clocks.queries import open_clock
from ..people.roles import allow
from ..platform.db import Session
from ..platform.errors import Refused
from ..platform.events import Actor, record
from ..platform.time import now
from .events import RapidResponseEngaged, RapidResponseRequested, RapidResponseStoodDown
from .models import Engagement, eligibility
from .queries import customer_of, hold


async def request_rapid_response(db: Session, case: Case, reason: str, *, by: Actor) -> Engagement:
    """Refused with the reason why, when cover or severity do not allow it. Asking twice is one request."""
    allow(by, "work_cases")
    standing = await hold(db, case)
    if standing is not None:
        return standing
    customer = await customer_of(db, case)
    verdict = eligibility(customer, case, now())
    if not verdict.ok:
        raise Refused(verdict.because)
    engagement = Engagement(
        boundary=case.boundary, case_id=case.id, reason=reason.strip(), requested_by=by.id, requested_at=now()
    )
    db.add(engagement)
    await db.flush()
    await record(db, RapidResponseRequested(severity=case.severity), on=engagement, by=by)
    await _expect_somebody(db, case, by)
    return engagement


async def engage(db: Session, case: Case, *, by: Actor) -> Engagement:
    """Whoever takes it watches the case from now on; they may assign it like any lead."""
    allow(by, "rapid_response")
    engagement = await hold(db, case)
    if engagement is None:
        raise Refused(f"Nobody asks rapid response about {case.ref}. Request it first.")
    if engagement.state == "engaged":
        if engagement.taken_by != by.id:
            raise Refused(f"A colleague of yours already has {case.ref}. Ask them to stand down first.")
        return engagement
    engagement.state, engagement.taken_by, engagement.taken_at = "engaged", by.id, now()
    await record(db, RapidResponseEngaged(), on=engagement, by=by)
    if clock := await open_clock(db, case.id, "first_response", holder="rapid_response"):
        await satisfy_clock(db, clock, by=by)
    return engagement


async def stand_down(db: Session, case: Case, note: str, *, by: Actor) -> None:
    """Whoever asked may take back a request that nobody has taken; an engagement is ended by rapid response."""
    allow(by, "work_cases")
    engagement = await hold(db, case)
    if engagement is None:
        return
    was = engagement.state
    if was == "engaged":
        allow(by, "rapid_response")
    engagement.state, engagement.stand_down_note = "stood_down", note.strip()
    engagement.stood_down_by, engagement.stood_down_at = by.id, now()
    await record(db, RapidResponseStoodDown(was=was), on=engagement, by=by)
    if clock := await open_clock(db, case.id, "first_response", holder="rapid_response"):
        await cancel_clock(db, clock, "rapid response stood down", by=by)


async def _expect_somebody(db: Session, case: Case, by: Actor) -> None:
    """The policy's first response for covered customers counts for the request itself."""
    target = await _target(db, case)
    await start_clock(db, case.id, case.boundary, "first_response", target, holder="rapid_response", at=now(), by=by)


async def retime_request(db: Session, case: Case, why: str, *, by: Actor) -> None:
    """A request that nobody has taken goes along with the severity of its case."""
    if clock := await open_clock(db, case.id, "first_response", holder="rapid_response"):
        await retarget_clock(db, clock, await _target(db, case), why, by=by)


async def _target(db: Session, case: Case) -> Target:
    target = clock_policies().target("first_response", replace(await terms_of(db, case), cover=True), now())
    assert target is not None, "every policy promises answers"
    return target
