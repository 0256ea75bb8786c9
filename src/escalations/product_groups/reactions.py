"""What a case does carries over to its escalations."""

from ..cases.events import CaseClosed, SeverityChanged
from ..cases.queries import case_with_id, people_on
from ..clocks.actions.telling import DUTY_LEAD, concerns_leads, still_so, tell_of_clock
from ..clocks.events import ClockBreached, ClockWarned
from ..coverage.queries import people_on_duty
from ..people.models import Person
from ..platform.db import Session
from ..platform.events import SYSTEM, Recorded, on
from .actions import reassess_escalation, withdraw_escalation
from .models import Escalation
from .queries import escalation_with_id, open_escalations_of


@on(CaseClosed)
async def withdraw_from_closed_case(db: Session, fact: Recorded[CaseClosed]) -> None:
    for escalation in await open_escalations_of(db, _case_id(fact.subject)):
        if escalation.opened_at <= fact.at:
            await withdraw_escalation(db, escalation, "The case was closed.", by=SYSTEM)


@on(SeverityChanged)
async def follow_severity(db: Session, fact: Recorded[SeverityChanged]) -> None:
    """To the severity the case has by now, in case it has moved on since."""
    case = await case_with_id(db, _case_id(fact.subject))
    if case is None or fact.event.kind != "assessed":
        return
    for escalation in await open_escalations_of(db, case.id):
        await reassess_escalation(db, escalation, case.severity, by=SYSTEM)


@on(ClockWarned, ClockBreached, when=lambda told: told.holder == "product_group")
async def tell_of_their_clocks(db: Session, fact: Recorded[ClockWarned | ClockBreached]) -> None:
    """Those who owe it; the duty lead too when it gets urgent, and the case's owner when it was missed."""
    escalation = await escalation_with_id(db, fact.event.escalation_id) if fact.event.escalation_id else None
    case = await case_with_id(db, fact.event.case_id)
    if escalation is None or not escalation.is_open or case is None or not await still_so(db, fact):
        return
    customer, _, owner = await people_on(db, case)
    told = await _engineers(db, escalation)
    if await concerns_leads(db, fact):
        told += await people_on_duty(db, DUTY_LEAD, case.boundary)
    if owner and isinstance(fact.event, ClockBreached):
        told.append(owner)
    named = f"{escalation.ref} on {case.ref} ({customer.name}), {escalation.group_name}"
    each = {person.id: person for person in told}.values()
    await tell_of_clock(db, each, fact, about=escalation, named=named, page=f"/escalations/{escalation.ref}")


async def _engineers(db: Session, escalation: Escalation) -> list[Person]:
    """Whoever took it on; before that, everybody of the group who is on duty."""
    if escalation.accepted_by:
        return [await db.get_one(Person, escalation.accepted_by)]
    role, group = "product_group_engineer", escalation.product_group
    return await people_on_duty(db, role, escalation.boundary, product_group=group)


def _case_id(subject: str) -> int:
    return int(subject.removeprefix("case/"))
