"""The loop is closed when the customers know; what was not over after all is opened again."""

from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import EscalationClosed, EscalationReopened
from ..models import ANSWERED, Escalation
from ..queries import hold, open_escalation
from . import timing
from .ending import about, of_the_group
from .linking import put_in_front
from .telling import take_replies_back, tell_cases


async def close_escalation(db: Session, escalation: Escalation, *, by: Actor) -> None:
    """Support has told every customer. Only what was resolved can be closed."""
    allow(by, "work_cases")
    await hold(db, escalation)
    if escalation.state == "closed":
        return
    if escalation.state != "resolved":
        raise Refused(
            f"{escalation.ref} is {escalation.state_in_words}. Only what {escalation.group_name} has resolved can be closed."
        )
    escalation.state, escalation.loop_closed_at = "closed", now()
    await record(db, about(EscalationClosed, escalation), on=escalation, by=by)


async def reopen_escalation(db: Session, escalation: Escalation, reason: str, *, by: Actor) -> None:
    """It was not the answer. Whoever had it has it again, and owes another answer."""
    if isinstance(by, Person) and not (by.may("work_cases") or of_the_group(by, escalation.product_group)):
        raise NotAllowed(f"Only support and {escalation.group_name} reopen {escalation.ref}.")
    cases = await hold(db, escalation)
    if escalation.is_open:
        return
    if escalation.state not in ANSWERED:
        raise Refused(f"{escalation.ref} is {escalation.state_in_words}. Escalate again with what is new.")
    led = next((case for case in cases if case.is_open), None)
    if led is None:
        raise Refused(f"{escalation.case_ref} is closed. Reopen it first.")
    if other := await open_escalation(db, led, escalation.product_group):
        raise Refused(f"{other.ref} is already with {escalation.group_name}. Add what is new as a comment there.")
    was, owner = escalation.state, await db.get(Person, escalation.accepted_by) if escalation.accepted_by else None
    stays = owner is not None and owner.disabled_at is None and owner.product_group == escalation.product_group
    escalation.state = "accepted" if stays else "submitted"
    if not stays:
        escalation.accepted_by = escalation.accepted_at = escalation.acknowledged_at = None
    escalation.closed_at = escalation.closed_by = escalation.loop_closed_at = None
    escalation.closing_note = ""
    await put_in_front(db, escalation, led, by=by)
    await record(db, about(EscalationReopened, escalation, was=was), on=escalation, by=by)
    await timing.begin_again(db, escalation, by=by)
    await take_replies_back(db, escalation, cases)
    note = f"**{escalation.ref} is open again with {escalation.group_name}**\n\n{reason.strip()}"
    await tell_cases(db, cases, note=note, turn="product_group", why=f"gave the turn to {escalation.group_name}", by=by)
