"""What the product group decides: to take it on, to send it back, or that it is solved."""

from ...cases.actions import add_note, change_turn
from ...catalog import catalogue
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import record
from ...platform.time import now
from ..events import EscalationAccepted, EscalationResolved, EscalationReturned
from ..models import RETURN_CODES, Escalation, name_of_group
from ..queries import hold
from . import timing


async def accept_escalation(db: Session, escalation: Escalation, *, by: Person) -> None:
    allow_deciding(by, escalation)
    await hold(db, escalation)
    if escalation.state == "accepted":
        return
    _refuse_closed(escalation, "accepted")
    escalation.state, escalation.accepted_by, escalation.accepted_at = "accepted", by.id, now()
    facts = EscalationAccepted(escalation_id=escalation.id, product_group=escalation.product_group)
    await record(db, facts, on=escalation, by=by, topics=(f"product_group/{escalation.product_group}",))
    await timing.expect_answer(db, escalation, by=by)


async def return_escalation(
    db: Session, escalation: Escalation, code: str, comment: str, *, missing_need: str | None = None, by: Person
) -> None:
    """Back to support, with a reason that can be counted and a comment that can be acted on. It may be escalated again."""
    allow_deciding(by, escalation)
    missing = _missing(code, missing_need)
    case = await hold(db, escalation)
    if escalation.state == "returned" and escalation.return_code == code:
        return
    _refuse_closed(escalation, "returned")
    escalation.state, escalation.return_code, escalation.missing_need = "returned", code, missing
    _close(escalation, comment, by)
    facts = EscalationReturned(
        escalation_id=escalation.id, product_group=escalation.product_group, code=code, missing_need=missing
    )
    await record(db, facts, on=escalation, by=by, topics=(f"product_group/{escalation.product_group}",))
    await add_note(db, case, _note(escalation, "returned", missing), by=by)
    await timing.sent_back(db, escalation, f"returned: {RETURN_CODES[code].lower()}", by=by)
    await change_turn(db, case, "us", "gave the turn back to support", by=by)


async def resolve_escalation(db: Session, escalation: Escalation, resolution: str, *, by: Person) -> None:
    """Support closes the loop: somebody still has to tell the customer."""
    allow_deciding(by, escalation)
    case = await hold(db, escalation)
    if escalation.state == "resolved":
        return
    _refuse_closed(escalation, "resolved")
    if escalation.accepted_at is None:
        escalation.accepted_by, escalation.accepted_at = by.id, now()
    escalation.state = "resolved"
    _close(escalation, resolution, by)
    facts = EscalationResolved(escalation_id=escalation.id, product_group=escalation.product_group)
    await record(db, facts, on=escalation, by=by, topics=(f"product_group/{escalation.product_group}",))
    await add_note(db, case, _note(escalation, "resolved"), by=by)
    await timing.met(db, escalation, by=by)
    await change_turn(db, case, "close_the_loop", "gave support the answer for the customer", by=by)


def allow_deciding(by: Person, escalation: Escalation) -> None:
    allow(by, "decide_escalations")
    if by.product_group != escalation.product_group:
        own = (
            f"you decide for {name_of_group(by.product_group)}"
            if by.product_group
            else "you belong to no product group"
        )
        raise NotAllowed(f"{escalation.ref} is for {escalation.group_name} to decide; {own}.")


def _refuse_closed(escalation: Escalation, verb: str) -> None:
    if not escalation.is_open:
        raise Refused(
            f"{escalation.ref} is already {escalation.state_in_words} and cannot be {verb}. Support may escalate again."
        )


def _missing(code: str, need: str | None) -> str | None:
    if code not in RETURN_CODES:
        raise Refused("Choose why it goes back.")
    if code != "missing_info" or not need:
        return None
    if need not in catalogue().needs:
        raise Refused("Choose what is missing from the group's checklist.")
    return need


def _close(escalation: Escalation, note: str, by: Person) -> None:
    escalation.closing_note, escalation.closed_by, escalation.closed_at = note.strip(), by.id, now()


def _note(escalation: Escalation, verb: str, missing: str | None = None) -> str:
    why = RETURN_CODES[escalation.return_code].lower() if escalation.return_code else ""
    what = f" ({catalogue().needs[missing].label})" if missing else ""
    heading = f"**{escalation.group_name} {verb} {escalation.ref}**" + (f": {why}{what}" if why else "")
    return f"{heading}\n\n{escalation.closing_note}"
