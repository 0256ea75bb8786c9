"""What a case does carries over to those who look after it."""

from ..cases.events import CaseClosed, SeverityChanged
from ..cases.queries import case_with_id, people_on
from ..clocks.actions.telling import DUTY_LEAD, concerns_leads, still_so, tell_of_clock
from ..clocks.events import ClockBreached, ClockWarned
from ..coverage.queries import people_on_duty
from ..platform.db import Session
from ..platform.events import SYSTEM, Recorded, on
from .actions import retime_request, stand_down
from .queries import open_engagement


@on(CaseClosed)
async def stand_down_from_closed_case(db: Session, fact: Recorded[CaseClosed]) -> None:
    case = await case_with_id(db, int(fact.subject.removeprefix("case/")))
    engagement = await open_engagement(db, case.id) if case else None
    if case and engagement and engagement.requested_at <= fact.at:
        await stand_down(db, case, "The case was closed.", by=SYSTEM)


@on(SeverityChanged)
async def follow_severity(db: Session, fact: Recorded[SeverityChanged]) -> None:
    """To the severity the case has by now, in case it has moved on since."""
    case = await case_with_id(db, int(fact.subject.removeprefix("case/")), lock=True)
    if case is not None and case.is_open and fact.event.kind == "assessed":
        await retime_request(db, case, f"severity {fact.event.was} → {case.severity}", by=SYSTEM)


@on(ClockWarned, ClockBreached, when=lambda told: told.holder == "rapid_response")
async def tell_of_requests(db: Session, fact: Recorded[ClockWarned | ClockBreached]) -> None:
    """That a request waits for somebody to take it."""
    case = await case_with_id(db, fact.event.case_id)
    if case is None or not case.is_open or not await still_so(db, fact):
        return
    told = await people_on_duty(db, "rapid_response", case.boundary)
    if await concerns_leads(db, fact):
        told += await people_on_duty(db, DUTY_LEAD, case.boundary)
    customer, _, _ = await people_on(db, case)
    named = f"Rapid response for {case.ref} ({customer.name})"
    await tell_of_clock(db, told, fact, about=case, named=named, page=f"/cases/{case.ref}")
