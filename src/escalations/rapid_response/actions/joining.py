"""Which cases an engagement looks after: of one customer, or of several with one cause."""

from sqlmodel import col, select

from ...cases.models import Case
from ...incidents.models import Incident
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import EngagementCaseAdded, EngagementCaseReleased, EngagementWidened
from ..models import Engagement, EngagementCase
from ..queries import cases_in, customer_of, hold
from .expecting import expect_nobody, expect_somebody


async def add_case(db: Session, engagement: Engagement, case: Case, *, by: Actor) -> None:
    """Another customer's case only where a cause is named. Lock the case before the engagement."""
    allow(by, "rapid_response")
    refuse_ended(engagement)
    if case.boundary != engagement.boundary:
        raise Refused(f"{case.ref} lies in another boundary than {engagement.ref}. Ask for an engagement of its own.")
    standing = await hold(db, case)
    if standing is not None and standing.id != engagement.id:
        raise Refused(f"{case.ref} is in {standing.ref} already. Take it out there first.")
    if standing is not None:
        return
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it first.")
    if not engagement.cause and case.customer_id != engagement.customer_id:
        customer = await customer_of(db, case)
        raise Refused(f"{case.ref} is {customer.name}'s. Name the cause that the cases have in common first.")
    member = EngagementCase(
        boundary=case.boundary, engagement_id=engagement.id, case_id=case.id, added_at=now(), added_by=by.id
    )
    db.add(member)
    await db.flush()
    await record(db, EngagementCaseAdded(case=case.ref, engagement=engagement.ref), on=member, by=by)
    if engagement.state == "requested":
        await expect_somebody(db, case, by=by)


async def release_case(db: Session, engagement: Engagement, case: Case, why: str, *, by: Actor) -> None:
    """The last one does not leave: that is standing down."""
    allow(by, "rapid_response")
    refuse_ended(engagement)
    its = (EngagementCase.engagement_id == engagement.id, EngagementCase.case_id == case.id)
    member = (await db.exec(select(EngagementCase).where(*its, col(EngagementCase.left_at).is_(None)))).one_or_none()
    if member is None:
        return
    others = [one for one in await cases_in(db, engagement, only_open=True) if one.id != case.id]
    if not others:
        raise Refused(f"{case.ref} is the last open case of {engagement.ref}. Stand down instead.")
    member.left_at, member.left_by, member.left_why = now(), by.id, why.strip()
    event = EngagementCaseReleased(case=case.ref, engagement=engagement.ref, why=why.strip()[:200])
    await record(db, event, on=member, by=by)
    await expect_nobody(db, case, "the case left the engagement", by=by)
    await db.flush()


async def widen_engagement(
    db: Session, engagement: Engagement, cause: str, incident: Incident | None = None, *, by: Actor
) -> None:
    """From now on it takes cases of other customers that have the same cause."""
    allow(by, "rapid_response")
    refuse_ended(engagement)
    incident_id = incident.id if incident else None
    if (engagement.cause, engagement.incident_id) == (cause.strip(), incident_id):
        return
    engagement.cause, engagement.incident_id = cause.strip(), incident_id
    await record(db, EngagementWidened(incident=incident.ref if incident else ""), on=engagement, by=by)
    await db.flush()


def refuse_ended(engagement: Engagement) -> None:
    if not engagement.is_open:
        raise Refused(f"{engagement.ref} has stood down. Ask for rapid response on the case again.")
