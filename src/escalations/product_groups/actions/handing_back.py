"""Nobody has it any more: it stands in triage again."""

from ...platform.db import Session
from ...platform.events import SYSTEM, record
from ..events import EscalationHandedBack
from ..models import TAKEN, Escalation
from ..queries import hold
from . import timing
from .ending import about


async def hand_back_escalation(db: Session, escalation: Escalation, was: str) -> None:
    """Whoever had taken it is gone. What the group owes goes on as it was."""
    await hold(db, escalation)
    if escalation.state not in TAKEN:
        return
    escalation.state, escalation.accepted_by, escalation.accepted_at = "acknowledged", None, None
    await record(db, about(EscalationHandedBack, escalation, was=was), on=escalation, by=SYSTEM)
    await timing.stay_awake(db, escalation, by=SYSTEM)
