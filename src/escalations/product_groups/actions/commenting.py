"""Support and product group talk about an escalation, where both sides read it and the customer does not."""

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import record
from ...platform.time import now
from ..events import EscalationCommented
from ..models import Escalation, EscalationComment
from ..queries import hold, last_comment
from .ending import about, of_the_group
from .snoozing import rouse


async def comment_on_escalation(db: Session, escalation: Escalation, body: str, *, by: Person) -> EscalationComment:
    if not may_comment(by, escalation):
        raise NotAllowed(f"Only support and {escalation.group_name} talk about {escalation.ref}.")
    await hold(db, escalation)
    if not escalation.is_open:
        raise Refused(
            f"{escalation.ref} is {escalation.state_in_words}; nobody would look there. Write a note on {escalation.case_ref}."
        )
    last = await last_comment(db, escalation)
    if last is not None and (last.author_id, last.body) == (by.id, body.strip()):
        return last
    comment = EscalationComment(
        boundary=escalation.boundary,
        escalation_id=escalation.id,
        body=body.strip(),
        at=now(),
        author_id=by.id,
        author_name=by.name,
    )
    db.add(comment)
    await db.flush()
    await record(db, about(EscalationCommented, escalation, comment_id=comment.id), on=escalation, by=by)
    if not of_the_group(by, escalation.product_group):
        await rouse(db, escalation, "support wrote", by=by)
    return comment


def may_comment(person: Person, escalation: Escalation) -> bool:
    return person.may("work_cases") or of_the_group(person, escalation.product_group)
