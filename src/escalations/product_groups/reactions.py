"""What a case does carries over to its escalations, and what becomes of an engineering issue to all that wait for it."""

from ..cases.events import CaseClosed, SeverityChanged
from ..cases.queries import case_with_id, people_on
from ..catalog.loading import catalogue
from ..clocks.actions.telling import DUTY_LEAD, concerns_leads, still_so, tell_of_clock
from ..clocks.events import ClockBreached, ClockWarned
from ..coverage.queries import people_on_duty
from ..people.events import PersonDisabled
from ..people.models import Person
from ..platform import jobs
from ..platform.db import Scope, Session, transaction
from ..platform.events import SYSTEM, Recorded, on
from ..platform.time import now
from .actions import (
    close_escalation,
    follow_severity,
    lead_by,
    reopen_escalation,
    resolve_escalation,
    return_escalation,
    withdraw_escalation,
)
from .events import EngineeringIssueDeclined, EngineeringIssueFixed, EngineeringIssueReopened
from .models import ANSWERED, Escalation
from .queries import cases_of, escalation_with_id, escalations_on, hold, issue_with_id, open_escalations_of
from .queries.keeping import answered_for
from .sweeps import tend_escalations
from .triage import triage_duty

TEND = "tend_escalations"


@on(CaseClosed)
async def let_go_of_closed_case(db: Session, fact: Recorded[CaseClosed]) -> None:
    """What was only its own is withdrawn; where others wait too, one of them leads. What had an answer has closed its loop."""
    case_id = _case_id(fact.subject)
    for escalation in await open_escalations_of(db, case_id):
        if escalation.opened_at > fact.at:
            continue
        others = [case for case in await hold(db, escalation) if case.is_open and case.id != case_id]
        if not others:
            await withdraw_escalation(db, escalation, "The case was closed.", by=SYSTEM)
        elif escalation.case_id == case_id:
            await lead_by(db, escalation, others, by=SYSTEM)
    for escalation in await answered_for(db, case_id):
        if not any(case.is_open for case, _ in await cases_of(db, escalation)):
            await close_escalation(db, escalation, by=SYSTEM)


@on(SeverityChanged)
async def pass_on_severity(db: Session, fact: Recorded[SeverityChanged]) -> None:
    """To the worst severity that its cases have by now, in case they have moved on since."""
    if fact.event.kind != "assessed":
        return
    for escalation in await open_escalations_of(db, _case_id(fact.subject)):
        await hold(db, escalation)
        await follow_severity(db, escalation, by=SYSTEM)


@on(PersonDisabled)
async def follow_people(db: Session, fact: Recorded[PersonDisabled]) -> None:
    """They may have escalations in any boundary."""
    await jobs.enqueue(
        db, [jobs.Job(TEND, {"boundary": one}, key=f"{TEND}/{one}") for one in sorted(catalogue().boundaries)]
    )


@jobs.job(TEND)
async def tend(payload: dict[str, str]) -> None:
    async with transaction(Scope.system(payload["boundary"])) as db:
        await tend_escalations(db, now())


@on(EngineeringIssueFixed, EngineeringIssueDeclined)
async def close_the_loop_on_all(db: Session, fact: Recorded[EngineeringIssueFixed | EngineeringIssueDeclined]) -> None:
    """Every escalation that still waits for it, and through it every case."""
    issue = await issue_with_id(db, fact.event.issue_id)
    if issue is None or issue.is_open:
        return
    for escalation in await escalations_on(db, issue):
        if escalation.is_open and issue.state == "fixed":
            await resolve_escalation(db, escalation, f"Fixed with {issue.ref}: {issue.outcome}", by=SYSTEM)
        elif escalation.is_open:
            await return_escalation(db, escalation, "by_design", f"{issue.ref}: {issue.outcome}", by=SYSTEM)


@on(EngineeringIssueReopened)
async def reopen_what_it_resolved(db: Session, fact: Recorded[EngineeringIssueReopened]) -> None:
    """Where every case is closed by now, its customers are content and nothing is opened again."""
    issue = await issue_with_id(db, fact.event.issue_id)
    if issue is None or not issue.is_open:
        return
    for escalation in await escalations_on(db, issue):
        waits = any(case.is_open for case, _ in await cases_of(db, escalation))
        if escalation.state in ANSWERED and waits:
            await reopen_escalation(db, escalation, f"{issue.ref} is open again: {fact.event.reason}", by=SYSTEM)


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
    """Whoever took it on; before that whoever has the triage today, else everybody of the group who is on duty."""
    if escalation.accepted_by:
        return [await db.get_one(Person, escalation.accepted_by)]
    duty = await triage_duty(db, escalation.product_group, escalation.boundary, now())
    if duty is not None:
        return [duty.person]
    role, group = "product_group_engineer", escalation.product_group
    return await people_on_duty(db, role, escalation.boundary, product_group=group)


def _case_id(subject: str) -> int:
    return int(subject.removeprefix("case/"))
