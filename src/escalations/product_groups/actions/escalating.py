"""Support puts a case to a product group."""

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
from ..events import CaseEscalated
from ..models import Escalation
from ..queries import open_escalation
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
    await record(db, facts, on=escalation, by=by)
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
