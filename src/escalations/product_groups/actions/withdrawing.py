"""Support takes its question back."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ..events import EscalationWithdrawn
from ..models import Escalation
from ..queries import hold
from . import timing
from .ending import about, end, refuse_ended
from .telling import give_turn_back


async def withdraw_escalation(db: Session, escalation: Escalation, reason: str, *, by: Actor) -> None:
    """The turn is ours again, unless another group still has the case."""
    allow(by, "work_cases")
    cases = await hold(db, escalation)
    if escalation.state == "withdrawn":
        return
    refuse_ended(escalation, "withdrawn")
    await end(db, escalation, "withdrawn", reason, by)
    await db.flush()
    await record(db, about(EscalationWithdrawn, escalation), on=escalation, by=by)
    await timing.no_longer_owed(db, escalation, "withdrawn", by=by)
    await give_turn_back(db, cases, "took the turn back", by=by)
