"""The product group sends it back."""

from ...cases.actions import add_note, change_turn
from ...catalog import catalogue
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import record
from ..events import EscalationReturned
from ..models import RETURN_CODES, Escalation
from ..queries import hold
from . import timing
from .ending import allow_deciding, end, refuse_ended


async def return_escalation(
    db: Session, escalation: Escalation, code: str, comment: str, *, missing_need: str | None = None, by: Person
) -> None:
    """Back to support, with a reason that can be counted and a comment that can be acted on. It may be escalated again."""
    allow_deciding(by, escalation)
    missing = _missing(code, missing_need)
    case = await hold(db, escalation)
    if escalation.state == "returned" and escalation.return_code == code:
        return
    refuse_ended(escalation, "returned")
    escalation.return_code, escalation.missing_need = code, missing
    end(escalation, "returned", comment, by)
    facts = EscalationReturned(
        escalation_id=escalation.id, product_group=escalation.product_group, code=code, missing_need=missing
    )
    await record(db, facts, on=escalation, by=by)
    await add_note(db, case, _note(escalation, code, missing), by=by)
    await timing.sent_back(db, escalation, f"returned: {RETURN_CODES[code].lower()}", by=by)
    await change_turn(db, case, "us", "gave the turn back to support", by=by)


def _missing(code: str, need: str | None) -> str | None:
    if code not in RETURN_CODES:
        raise Refused("Choose why it goes back.")
    if code != "missing_info" or not need:
        return None
    if need not in catalogue().needs:
        raise Refused("Choose what is missing from the group's checklist.")
    return need


def _note(escalation: Escalation, code: str, missing: str | None) -> str:
    what = f" ({catalogue().needs[missing].label})" if missing else ""
    heading = f"**{escalation.group_name} returned {escalation.ref}**: {RETURN_CODES[code].lower()}{what}"
    return f"{heading}\n\n{escalation.closing_note}"
