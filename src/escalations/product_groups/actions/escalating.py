"""Support puts a case to a product group, takes it back, or goes along with the case's severity."""

from ...cases.actions import change_turn
from ...cases.models import Case
from ...catalog import catalogue
from ...catalog.models import ProductGroup
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..checklist import Brief, Incomplete, gaps
from ..events import CaseEscalated, EscalationReassessed, EscalationWithdrawn
from ..models import OPEN_STATES, Escalation
from ..queries import hold, open_escalation, open_escalations_of
from . import timing


async def escalate_case(db: Session, case: Case, product_group: str, brief: Brief, *, by: Actor) -> Escalation:
    """Raises Incomplete with the field and the sentence for everything that the group still needs to know."""
    allow(by, "work_cases")
    group = catalogue().product_groups.get(product_group)
    if group is None:
        raise Refused("Choose one of the product groups.")
    await db.refresh(case, with_for_update={"key_share": True})
    if reason := why_not(case, group, await open_escalation(db, case, group.key)):
        raise Refused(reason)
    if missing := gaps(group, case.severity, brief):
        raise Incomplete(group, missing)
    escalation = _submitted(case, group, brief, by)
    db.add(escalation)
    await db.flush()
    facts = CaseEscalated(
        escalation_id=escalation.id, product_group=group.key, reason=brief.reason, severity=case.severity
    )
    await record(db, facts, on=escalation, by=by, topics=(f"product_group/{group.key}",))
    await timing.expect_acknowledgement(db, escalation, by=by)
    await change_turn(db, case, "product_group", f"gave the turn to {group.name}", by=by)
    return escalation


def why_not(case: Case, group: ProductGroup, standing: Escalation | None) -> str:
    """Why a case cannot go to the group right now; empty when it can."""
    if not case.is_open:
        return f"{case.ref} is closed. Reopen it to escalate it."
    if case.boundary not in group.boundaries:
        cloud = catalogue().boundaries.get(case.boundary)
        return f"{group.name} has nobody on duty for {cloud.name if cloud else case.boundary}. Ask the duty lead for a way around."
    if standing is not None:
        return f"{standing.ref} is already with {group.name}, {standing.state_in_words}. Add what is new as a comment there."
    return ""


def _submitted(case: Case, group: ProductGroup, brief: Brief, by: Actor) -> Escalation:
    answers = {need: text.strip() for need, text in brief.answers.items() if need in catalogue().needs and text.strip()}
    return Escalation(
        boundary=case.boundary, case_id=case.id, product_group=group.key, reason=brief.reason, severity=case.severity,
        asked=brief.asked.strip(), business_impact=brief.business_impact.strip(), tried=brief.tried.strip(),
        environment=brief.environment.strip(), answers=answers, opened_by=by.id, opened_at=now(),
    )  # fmt: skip


async def withdraw_escalation(db: Session, escalation: Escalation, reason: str, *, by: Actor) -> None:
    """The turn is ours again, unless another group still has the case."""
    allow(by, "work_cases")
    case = await hold(db, escalation)
    if escalation.state == "withdrawn":
        return
    if not escalation.is_open:
        raise Refused(f"{escalation.ref} is already {escalation.state_in_words}; there is nothing to withdraw.")
    escalation.state, escalation.closing_note = "withdrawn", reason
    escalation.closed_by, escalation.closed_at = by.id, now()
    await db.flush()
    facts = EscalationWithdrawn(escalation_id=escalation.id, product_group=escalation.product_group)
    await record(db, facts, on=escalation, by=by, topics=(f"product_group/{escalation.product_group}",))
    await timing.no_longer_owed(db, escalation, "withdrawn", by=by)
    if case.turn == "product_group" and not await open_escalations_of(db, case.id):
        await change_turn(db, case, "us", "took the turn back", by=by)


async def reassess_escalation(db: Session, escalation: Escalation, severity: str, *, by: Actor) -> None:
    """Follows its case: what the group owes now depends on the new severity."""
    allow(by, "work_cases")
    await hold(db, escalation)
    if escalation.severity == severity or escalation.state not in OPEN_STATES:
        return
    was, escalation.severity = escalation.severity, severity
    facts = EscalationReassessed(
        escalation_id=escalation.id, product_group=escalation.product_group, was=was, became=severity
    )
    await record(db, facts, on=escalation, by=by)
    await timing.retime(db, escalation, f"severity {was} → {severity}", by=by)
