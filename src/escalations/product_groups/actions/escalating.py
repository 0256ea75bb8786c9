"""Support puts a case to a product group."""

from ...cases.actions import change_turn
from ...cases.models import Case
from ...catalog import catalogue
from ...catalog.models import ProductGroup
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..checklist import WHY_THIS_GROUP, Brief, Incomplete, absent, gaps, is_empty
from ..events import CaseEscalated
from ..models import Escalation
from ..queries import evidence_for, open_escalation
from . import timing
from .drafting import forget_draft
from .linking import link_to
from .reach import not_the_owner, why_not


async def escalate_case(db: Session, case: Case, product_group: str, brief: Brief, *, by: Actor) -> Escalation:
    """Raises Incomplete with the field and the sentence for everything that the group still needs to know."""
    allow(by, "work_cases")
    group = catalogue().product_groups.get(product_group)
    if group is None:
        raise Refused("Choose one of the product groups.")
    await db.refresh(case, with_for_update={"key_share": True})
    if reason := why_not(case, group, await open_escalation(db, case, group.key)):
        raise Refused(reason)
    if missing := await held_back(db, case, group, brief):
        raise Incomplete(group, missing)
    escalation = _submitted(case, group, brief, by)
    db.add(escalation)
    await db.flush()
    db.add(link_to(escalation, case.id, by))
    facts = CaseEscalated(
        escalation_id=escalation.id, product_group=group.key, reason=brief.reason, severity=case.severity
    )
    await record(db, facts, on=escalation, by=by)
    if isinstance(by, Person):
        await forget_draft(db, case, by)
    await timing.expect_acknowledgement(db, escalation, by=by)
    await change_turn(db, case, "product_group", f"gave the turn to {group.name}", by=by)
    return escalation


async def held_back(db: Session, case: Case, group: ProductGroup, brief: Brief) -> dict[str, str]:
    """What the gate asks for, by field: what came back when it was left out, and why this group if it does not own the product."""
    learnt = await evidence_for(db, group.key, case.boundary)
    missing = gaps(group.needs_for(case.product, brief.reason), case.severity, brief, learnt)
    elsewhere = not_the_owner(case, group)
    if elsewhere and is_empty(brief.answers.get(WHY_THIS_GROUP, "")):
        missing[f"need_{WHY_THIS_GROUP}"] = (
            f"{elsewhere} Say why it is for {group.name} all the same, or choose the owner."
        )
    return missing


def _submitted(case: Case, group: ProductGroup, brief: Brief, by: Actor) -> Escalation:
    known = {*catalogue().needs, WHY_THIS_GROUP}
    answers = {need: text.strip() for need, text in brief.answers.items() if need in known and text.strip()}
    return Escalation(
        boundary=case.boundary, case_id=case.id, product_group=group.key, reason=brief.reason, severity=case.severity,
        asked=brief.asked.strip(), business_impact=brief.business_impact.strip(), tried=brief.tried.strip(),
        environment=brief.environment.strip(), evidence=brief.evidence.strip(), answers=answers,
        absent=absent(group.needs_for(case.product, brief.reason), brief), opened_by=by.id, opened_at=now(),
    )  # fmt: skip
