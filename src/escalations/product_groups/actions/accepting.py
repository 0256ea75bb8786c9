"""The product group takes it on."""

from ...people.models import Person
from ...platform.db import Session
from ...platform.events import record
from ...platform.time import now
from ..events import EscalationAccepted
from ..models import Escalation
from ..queries import hold
from . import timing
from .ending import allow_deciding, refuse_ended


async def accept_escalation(db: Session, escalation: Escalation, *, by: Person) -> None:
    allow_deciding(by, escalation)
    await hold(db, escalation)
    if escalation.state == "accepted":
        return
    refuse_ended(escalation, "accepted")
    escalation.state, escalation.accepted_by, escalation.accepted_at = "accepted", by.id, now()
    facts = EscalationAccepted(escalation_id=escalation.id, product_group=escalation.product_group)
    await record(db, facts, on=escalation, by=by)
    await timing.expect_answer(db, escalation, by=by)
