"""The product group has the answer."""

from ...cases.actions import add_note, change_turn
from ...people.models import Person
from ...platform.db import Session
from ...platform.events import record
from ..events import EscalationResolved
from ..models import Escalation
from ..queries import hold
from . import timing
from .ending import allow_deciding, end, refuse_ended


async def resolve_escalation(db: Session, escalation: Escalation, resolution: str, *, by: Person) -> None:
    """Support closes the loop: somebody still has to tell the customer."""
    allow_deciding(by, escalation)
    case = await hold(db, escalation)
    if escalation.state == "resolved":
        return
    refuse_ended(escalation, "resolved")
    end(escalation, "resolved", resolution, by)
    if escalation.accepted_at is None:
        escalation.accepted_by, escalation.accepted_at = by.id, escalation.closed_at
    facts = EscalationResolved(escalation_id=escalation.id, product_group=escalation.product_group)
    await record(db, facts, on=escalation, by=by)
    note = f"**{escalation.group_name} resolved {escalation.ref}**\n\n{escalation.closing_note}"
    await add_note(db, case, note, by=by)
    await timing.met(db, escalation, by=by)
    await change_turn(db, case, "close_the_loop", "gave support the answer for the customer", by=by)
