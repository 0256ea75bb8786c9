"""It is the same as another one: that one's answer is the answer of both."""

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ..events import EscalationMarkedDuplicate
from ..models import ANSWERED, Escalation
from ..queries import hold
from . import timing
from .ending import about, allow_deciding, end, refuse_ended
from .linking import follow_severity, link
from .telling import prepare_replies, tell_cases


async def mark_duplicate(db: Session, escalation: Escalation, of: Escalation, comment: str = "", *, by: Actor) -> None:
    """Its cases go over to the other one and hear from there. An answer that is there already they get at once."""
    allow_deciding(by, escalation)
    if escalation.id == of.id:
        raise Refused("An escalation is no duplicate of itself. Choose the other one.")
    await hold(db, escalation, of)
    if escalation.state == "duplicate" and escalation.duplicate_of_id == of.id:
        return
    refuse_ended(escalation, "marked as a duplicate")
    if not of.is_open and of.state not in ANSWERED:
        raise Refused(
            f"{of.ref} is {of.state_in_words}: nobody is going to answer there. Choose another one, or return this one."
        )
    cases = await hold(db, escalation)
    escalation.duplicate_of_id, escalation.accepted_by = of.id, None
    await end(db, escalation, "duplicate", comment.strip() or f"Duplicate of {of.ref}.", by)
    await db.flush()
    await record(db, about(EscalationMarkedDuplicate, escalation, of=of.ref), on=escalation, by=by)
    await timing.sent_back(db, escalation, f"duplicate of {of.ref}", by=by)
    for case in cases:
        await link(db, of, case, by=by)
    heading = f"**{escalation.ref} is a duplicate of [{of.ref}](/escalations/{of.ref})**, which answers for both"
    note = f"{heading}\n\n{comment.strip()}".strip()
    if of.is_open:
        await follow_severity(db, of, by=by)
        await tell_cases(db, cases, note=note, turn="product_group", why=f"joined {of.ref}", by=by)
        return
    note = f"{note}\n\n{of.closing_note}"
    await tell_cases(db, cases, note=note, turn="close_the_loop", why=f"gave support the answer of {of.ref}", by=by)
    await prepare_replies(db, of, cases, "resolved")
