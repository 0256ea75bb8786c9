"""The product group has seen it, and takes it on."""

from ...people.models import Person
from ...platform.db import Session
from ...platform.events import record
from ...platform.time import now
from ..events import EscalationAccepted, EscalationAcknowledged
from ..models import IN_TRIAGE, UNSEEN, Escalation
from ..queries import hold
from . import timing
from .ending import about, allow_deciding, refuse_ended


async def acknowledge_escalation(db: Session, escalation: Escalation, *, by: Person) -> None:
    """Somebody reads it: from now on the answer is owed. It stays in triage until somebody takes it."""
    allow_deciding(by, escalation)
    await hold(db, escalation)
    if escalation.is_open and escalation.state not in UNSEEN:
        return
    refuse_ended(escalation, "acknowledged")
    escalation.state, escalation.acknowledged_at = "acknowledged", now()
    await record(db, about(EscalationAcknowledged, escalation), on=escalation, by=by)
    await timing.expect_answer(db, escalation, by=by)


async def accept_escalation(db: Session, escalation: Escalation, *, by: Person) -> None:
    allow_deciding(by, escalation)
    await hold(db, escalation)
    if escalation.is_open and escalation.state not in IN_TRIAGE:
        return
    refuse_ended(escalation, "accepted")
    first = escalation.state in UNSEEN
    escalation.state, escalation.accepted_by, escalation.accepted_at = "accepted", by.id, now()
    escalation.acknowledged_at, escalation.snoozed_until = escalation.acknowledged_at or now(), None
    await record(db, about(EscalationAccepted, escalation), on=escalation, by=by)
    if first:
        await timing.expect_answer(db, escalation, by=by)
