"""Support and product group talk about an escalation, where both sides read it and the customer does not."""

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import record
from ...platform.time import now
from ..events import EscalationCommented
from ..models import Escalation, EscalationComment
from ..queries import hold, last_comment


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
    facts = EscalationCommented(
        escalation_id=escalation.id, product_group=escalation.product_group, comment_id=comment.id
    )
    await record(db, facts, on=escalation, by=by)
    return comment


def may_comment(person: Person, escalation: Escalation) -> bool:
    of_the_group = person.may("decide_escalations") and person.product_group == escalation.product_group
    return person.may("work_cases") or of_the_group
