"""What comes back long after its case was closed is a case of its own, linked to the old one."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor
from ..models import Case
from .linking import link_cases


async def follow_up_on(db: Session, old: Case, case: Case, *, by: Actor) -> None:
    """`case` goes on where `old` ended. Its clocks are its own."""
    allow(by, "work_cases")
    if old.is_open:
        raise Refused(f"{old.ref} is open. Write there instead of opening another case.")
    if case.customer_id != old.customer_id:
        raise Refused(f"{old.ref} is another customer's case. Open this one without it.")
    ended = f", closed on {old.closed_at:%-d %B %Y}" if old.closed_at else ""
    await link_cases(db, case, old, "related", f"goes on with {old.ref}{ended}", by=by)
