"""Another group owns it: the same escalation goes on there, with all that was said, and with that group's clock."""

from ...catalog import catalogue
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import EscalationTransferred
from ..models import Escalation, EscalationTransfer
from ..queries import hold, open_escalations_of, open_questions
from . import timing
from .ending import about, allow_deciding, refuse_ended
from .reach import why_not_to
from .telling import tell_cases


async def transfer_escalation(
    db: Session, escalation: Escalation, product_group: str, reason: str, *, by: Actor
) -> None:
    """It stands in the triage of the other group, which owes an acknowledgement from now on."""
    if escalation.product_group == product_group and escalation.state == "transferred":
        return
    allow_deciding(by, escalation)
    cases = await hold(db, escalation)
    refuse_ended(escalation, "transferred")
    group = catalogue().product_groups.get(product_group)
    if group is None or product_group == escalation.product_group:
        raise Refused("Choose another product group.")
    if why := why_not_to(escalation.boundary, group):
        raise Refused(why)
    for other in await open_escalations_of(db, escalation.case_id):
        if other.product_group == product_group:
            raise Refused(f"{other.ref} is already with {group.name}. Mark this one as its duplicate.")
    was, was_name = escalation.product_group, escalation.group_name
    await timing.sent_back(db, escalation, f"transferred to {group.name}", by=by)
    if question := (await open_questions(db, [escalation])).get(escalation.id):
        question.ended_at = now()
    escalation.product_group, escalation.state, escalation.snoozed_until = product_group, "transferred", None
    escalation.accepted_by = escalation.accepted_at = escalation.acknowledged_at = None
    db.add(
        EscalationTransfer(
            boundary=escalation.boundary, escalation_id=escalation.id, was=was, became=product_group, reason=reason.strip(),
            at=now(), author_id=by.id, author_name=by.name,
        )
    )  # fmt: skip
    await db.flush()
    await record(db, about(EscalationTransferred, escalation, was=was), on=escalation, by=by)
    await timing.expect_acknowledgement(db, escalation, by=by)
    note = f"**{was_name} transferred {escalation.ref} to {group.name}**\n\n{reason.strip()}"
    await tell_cases(db, cases, note=note, turn="product_group", why=f"gave the turn to {group.name}", by=by)
