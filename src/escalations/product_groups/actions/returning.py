"""The product group sends it back."""

from ...catalog import catalogue
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ..events import EscalationReturned
from ..models import RETURN_CODES, Escalation
from ..queries import hold
from . import timing
from .ending import about, allow_deciding, end, refuse_ended
from .telling import tell_cases


async def return_escalation(
    db: Session, escalation: Escalation, code: str, comment: str, *, missing_need: str | None = None, by: Actor
) -> None:
    """Back to support, with a reason that can be counted and a comment that can be acted on. It may be escalated again."""
    allow_deciding(by, escalation)
    missing = _missing(code, missing_need)
    cases = await hold(db, escalation)
    if escalation.state == "returned" and escalation.return_code == code:
        return
    refuse_ended(escalation, "returned")
    escalation.return_code, escalation.missing_need = code, missing
    await end(db, escalation, "returned", comment, by)
    await record(db, about(EscalationReturned, escalation, code=code, missing_need=missing), on=escalation, by=by)
    await timing.sent_back(db, escalation, f"returned: {RETURN_CODES[code].lower()}", by=by)
    await tell_cases(
        db, cases, note=_note(escalation, code, missing), turn="us", why="gave the turn back to support", by=by
    )


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
