"""The product group has the answer."""

from ...platform.db import Session
from ...platform.events import Actor, record
from ..events import EscalationResolved
from ..models import ANSWERED, Escalation
from ..queries import hold
from . import timing
from .ending import about, allow_deciding, end, refuse_ended, take
from .telling import prepare_replies, tell_cases


async def resolve_escalation(db: Session, escalation: Escalation, resolution: str, *, by: Actor) -> None:
    """Support closes the loop on every case: somebody still has to tell the customers."""
    allow_deciding(by, escalation)
    cases = await hold(db, escalation)
    if escalation.state in ANSWERED:
        return
    refuse_ended(escalation, "resolved")
    take(escalation, by)
    await end(db, escalation, "resolved", resolution, by)
    await record(db, about(EscalationResolved, escalation), on=escalation, by=by)
    await timing.met(db, escalation, by=by)
    note = f"**{escalation.group_name} resolved {escalation.ref}**\n\n{escalation.closing_note}"
    await tell_cases(db, cases, note=note, turn="close_the_loop", why="gave support the answer for the customer", by=by)
    await prepare_replies(db, escalation, cases, "resolved")
