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
    stored = outlined(case, decision)
    spell_out(stored, decision)
    return stored


def outlined(case: Case, decision: Decision) -> RoutingDecision:
    """What it came to. How, which names everybody who was weighed, is for `spell_out`."""
    return RoutingDecision(
        boundary=case.boundary, case_id=case.id, at=decision.at, trigger=decision.trigger, rule_set=decision.rules_hash,
        rule=decision.rule.name, queue=decision.queue, assignee_id=decision.assignee_id, reasons=[], facts={}, record={},
    )  # fmt: skip


def spell_out(stored: RoutingDecision, decision: Decision) -> None:
    stored.reasons = decision.reasons
    stored.facts, stored.record = decision.stored()
