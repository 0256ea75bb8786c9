"""Which cases an escalation stands for."""

from collections.abc import Sequence

from ...cases.actions import change_turn
from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import CaseAddedToEscalation, CaseTakenOffEscalation, EscalationLedBy, EscalationReassessed
from ..models import Escalation, EscalationCase
from ..queries import cases_of, hold, links_of, open_escalation
from . import timing
from .ending import about, refuse_ended
from .telling import give_turn_back


async def add_case(db: Session, escalation: Escalation, case: Case, *, by: Actor) -> None:
    """Its customer waits for the same answer from now on."""
    allow(by, "work_cases")
    await hold(db, escalation)
    await db.refresh(case, with_for_update={"key_share": True})
    if await links_of(db, escalation, case):
        return
    refuse_ended(escalation, "given another case")
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it first.")
    if case.boundary != escalation.boundary:
        raise NotAllowed(f"{case.ref} is of another cloud than {escalation.ref}.")
    if other := await open_escalation(db, case, escalation.product_group):
        raise Refused(
            f"{case.ref} is with {escalation.group_name} already, as {other.ref}. That is a duplicate for the group to mark."
        )
    await link(db, escalation, case, by=by)
    await change_turn(db, case, "product_group", f"gave the turn to {escalation.group_name}", by=by)
    await follow_severity(db, escalation, by=by)


async def remove_case(db: Session, escalation: Escalation, case: Case, reason: str, *, by: Actor) -> None:
    allow(by, "work_cases")
    await hold(db, escalation)
    standing = await links_of(db, escalation, case)
    if not standing:
        return
    if escalation.case_id in (case.id, *(one.case_id for one in standing)):
        raise Refused(
            f"{case.ref} leads {escalation.ref}: the group's clock runs there. Withdraw the escalation instead."
        )
    for one in standing:
        one.removed_at = now()
    await db.flush()
    await record(db, about(CaseTakenOffEscalation, escalation, case=case.ref), on=escalation, by=by)
    if case.is_open:
        await give_turn_back(db, [case], reason, by=by)
    await follow_severity(db, escalation, by=by)


async def link(db: Session, escalation: Escalation, case: Case, *, by: Actor) -> None:
    """Nothing when it is there."""
    if not await links_of(db, escalation, case):
        db.add(link_to(escalation, case.id, by))
        await db.flush()
        await record(
            db, about(CaseAddedToEscalation, escalation, case=case.ref), on=escalation, by=by, topics=(case.subject,)
        )


def link_to(escalation: Escalation, case_id: int, by: Actor) -> EscalationCase:
    return EscalationCase(
        boundary=escalation.boundary, escalation_id=escalation.id, case_id=case_id, at=now(), author_id=by.id, author_name=by.name
    )  # fmt: skip


async def lead_by(db: Session, escalation: Escalation, others: Sequence[Case], *, by: Actor) -> None:
    """The case that led is closed: the next one leads, and the group's clock begins again there."""
    await put_in_front(db, escalation, others[0], by=by)
    await record(db, about(EscalationLedBy, escalation, case=others[0].ref), on=escalation, by=by)
    await timing.begin_again(db, escalation, by=by)


async def put_in_front(db: Session, escalation: Escalation, case: Case, *, by: Actor) -> None:
    """The group's clock runs on it from now on. It stays on the escalation where it was there only as the survivor of a merge."""
    escalation.case_id = case.id
    if not any(one.case_id == case.id for one in await links_of(db, escalation, case)):
        db.add(link_to(escalation, case.id, by))
    await db.flush()


async def follow_severity(db: Session, escalation: Escalation, *, by: Actor) -> None:
    """The worst of its open cases."""
    found = [case.severity for case, _ in await cases_of(db, escalation) if case.is_open]
    if found and escalation.is_open:
        await reassess(db, escalation, min(found), by=by)


async def reassess(db: Session, escalation: Escalation, severity: str, *, by: Actor) -> None:
    """What the group owes from now on depends on the new severity."""
    if escalation.severity == severity:
        return
    was, escalation.severity = escalation.severity, severity
    await record(db, about(EscalationReassessed, escalation, was=was, became=severity), on=escalation, by=by)
    await timing.retime(db, escalation, f"severity {was} → {severity}", by=by)
