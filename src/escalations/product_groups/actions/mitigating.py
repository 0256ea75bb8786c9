"""The customers can work again; the fix is still to come."""

from datetime import datetime, timedelta

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import EscalationMitigated
from ..models import Escalation
from ..queries import hold
from . import timing
from .ending import about, allow_deciding, refuse_ended, take
from .telling import prepare_replies, tell_cases

LONGEST_FIX = timedelta(days=180)


async def mitigate_escalation(
    db: Session, escalation: Escalation, workaround: str, fix_due_at: datetime, *, by: Actor
) -> None:
    """The answer is given, and a fix is owed by a day of the group's own choosing. Support tells the customers the way around."""
    allow_deciding(by, escalation)
    cases = await hold(db, escalation)
    if escalation.state == "mitigated" and (escalation.mitigation, escalation.fix_due_at) == (
        workaround.strip(),
        fix_due_at,
    ):
        return
    refuse_ended(escalation, "mitigated")
    if not now() < fix_due_at <= now() + LONGEST_FIX:
        raise Refused(f"Say by when the fix comes: a day from now on, at most {LONGEST_FIX.days} days away.")
    take(escalation, by)
    escalation.state, escalation.mitigation, escalation.fix_due_at = "mitigated", workaround.strip(), fix_due_at
    escalation.snoozed_until = None
    fact = about(EscalationMitigated, escalation, fix_due=f"{fix_due_at:%Y-%m-%d %H:%M} UTC")
    await record(db, fact, on=escalation, by=by)
    await timing.expect_fix(db, escalation, by=by)
    told = f"**{escalation.group_name} has a way around for {escalation.ref}**, the fix is due by {fix_due_at:%Y-%m-%d %H:%M} UTC"
    note = f"{told}\n\n{escalation.mitigation}"
    await tell_cases(db, cases, note=note, turn="us", why="gave support a way around for the customer", by=by)
    await prepare_replies(db, escalation, cases, "mitigated")
