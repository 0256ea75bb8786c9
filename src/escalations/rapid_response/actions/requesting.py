"""Rapid response is asked for a case, and somebody takes the engagement that the case is in."""

from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import SYSTEM, Actor, record
from ...platform.time import now
from ..events import RapidResponseRequested
from ..models import Engagement, EngagementCase
from ..queries import cases_in, customer_of, hold, holder_of, open_engagement_of, verdict_on
from .expecting import expect_again, expect_otherwise, expect_somebody
from .serving import take_role
from .standing_down import stand_down_engagement


async def request_rapid_response(db: Session, case: Case, reason: str, *, by: Actor) -> Engagement:
    """Refused with the reason why, when contract, product or situation do not allow it. Asking twice is one request, and a
    customer whom somebody looks after already is looked after by the same people."""
    allow(by, "work_cases")
    standing = await hold(db, case)
    if standing is not None:
        return standing
    customer = await customer_of(db, case, lock=True)
    verdict = await verdict_on(db, customer, case)
    if not verdict.ok:
        raise Refused(verdict.because)
    engagement = await open_engagement_of(db, customer.id)
    if engagement is None:
        engagement = Engagement(
            boundary=case.boundary, title=f"{customer.name}: {case.title}", reason=reason.strip(), customer_id=customer.id,
            requested_by=by.id, requested_at=now(),
        )  # fmt: skip
        db.add(engagement)
        await db.flush()
    member = EngagementCase(
        boundary=case.boundary, engagement_id=engagement.id, case_id=case.id, reason=reason.strip(), added_at=now(), added_by=by.id
    )  # fmt: skip
    db.add(member)
    await db.flush()
    await record(db, RapidResponseRequested(severity=case.severity), on=member, by=by)
    if engagement.state == "requested":
        await expect_somebody(db, case, by=by)
    return engagement


async def engage(db: Session, case: Case, *, by: Actor) -> Engagement:
    """Whoever takes it leads it: all cases of the engagement. They may assign them like any lead."""
    allow(by, "rapid_response")
    engagement = await hold(db, case)
    if engagement is None:
        raise Refused(f"Nobody asks rapid response about {case.ref}. Request it first.")
    held = await holder_of(db, engagement, "lead")
    if held is not None and held.person_id != by.id:
        raise Refused(f"A colleague of yours already has {case.ref}. Ask them to stand down or to hand over the lead.")
    await take_role(db, engagement, "lead", by=by)
    return engagement


async def retime_request(db: Session, case: Case, why: str, *, by: Actor) -> None:
    """A request that nobody has taken goes along with the severity of its case."""
    await expect_otherwise(db, case, why, by=by)


async def settle_request(db: Session, engagement: Engagement) -> None:
    """A case of it was closed: without an open one nobody need come, and otherwise a clock counts until somebody does."""
    if engagement.state != "requested":
        return
    if await cases_in(db, engagement, only_open=True):
        await expect_again(db, engagement, by=SYSTEM)
    else:
        await stand_down_engagement(db, engagement, "The case was closed.", by=SYSTEM)
