"""A routing decision is kept whole, whoever it names."""

from ...platform.db import Session
from ...routing.deciding import Decision
from ..models import Case, RoutingDecision


async def note_decision(db: Session, case: Case, decision: Decision) -> RoutingDecision:
    """With its number, and of a case that has one."""
    stored = kept(case, decision)
    db.add(stored)
    await db.number()
    return stored


def kept(case: Case, decision: Decision) -> RoutingDecision:
    facts, record = decision.stored()
    return RoutingDecision(
        boundary=case.boundary, case_id=case.id, at=decision.at, trigger=decision.trigger, rule_set=decision.rules_hash,
        rule=decision.rule.name, queue=decision.queue, assignee_id=decision.assignee_id, reasons=decision.reasons, facts=facts, record=record,
    )  # fmt: skip
