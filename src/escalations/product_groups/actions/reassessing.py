"""An escalation goes along with the severity of its case."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ..events import EscalationReassessed
from ..models import Escalation
from ..queries import hold
from . import timing


async def reassess_escalation(db: Session, escalation: Escalation, severity: str, *, by: Actor) -> None:
    """What the group owes from now on depends on the new severity."""
    allow(by, "work_cases")
    await hold(db, escalation)
    if escalation.severity == severity or not escalation.is_open:
        return
    was, escalation.severity = escalation.severity, severity
    facts = EscalationReassessed(
        escalation_id=escalation.id, product_group=escalation.product_group, was=was, became=severity
    )
    await record(db, facts, on=escalation, by=by)
    await timing.retime(db, escalation, f"severity {was} → {severity}", by=by)
