"""Support takes its question back."""

from ...cases.actions import change_turn
from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ..events import EscalationWithdrawn
from ..models import Escalation
from ..queries import hold, open_escalations_of
from . import timing
from .ending import end, refuse_ended


async def withdraw_escalation(db: Session, escalation: Escalation, reason: str, *, by: Actor) -> None:
    """The turn is ours again, unless another group still has the case."""
    allow(by, "work_cases")
    case = await hold(db, escalation)
    if escalation.state == "withdrawn":
        return
    refuse_ended(escalation, "withdrawn")
    end(escalation, "withdrawn", reason, by)
    await db.flush()
    facts = EscalationWithdrawn(escalation_id=escalation.id, product_group=escalation.product_group)
    await record(db, facts, on=escalation, by=by)
    await timing.no_longer_owed(db, escalation, "withdrawn", by=by)
    if case.turn == "product_group" and not await open_escalations_of(db, case.id):
        await change_turn(db, case, "us", "took the turn back", by=by)
