"""Who may decide an escalation, and what every end of one has in common."""

from typing import Any, TypeVar

from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor
from ...platform.time import now
from ..events import AboutEscalation
from ..models import Escalation, name_of_group
from ..queries import open_questions

Fact = TypeVar("Fact", bound=AboutEscalation)


def about(fact: type[Fact], escalation: Escalation, **particulars: Any) -> Fact:
    return fact(escalation_id=escalation.id, product_group=escalation.product_group, **particulars)


def of_the_group(by: Actor, group: str) -> bool:
    return isinstance(by, Person) and by.may("decide_escalations") and by.product_group == group


def allow_deciding(by: Actor, escalation: Escalation) -> None:
    """The system itself decides when an engineering issue is fixed."""
    allow(by, "decide_escalations")
    if isinstance(by, Person) and by.product_group != escalation.product_group:
        own = (
            f"you decide for {name_of_group(by.product_group)}"
            if by.product_group
            else "you belong to no product group"
        )
        raise NotAllowed(f"{escalation.ref} is for {escalation.group_name} to decide; {own}.")


def refuse_ended(escalation: Escalation, verb: str) -> None:
    if not escalation.is_open:
        state = escalation.state_in_words
        raise Refused(f"{escalation.ref} is already {state} and cannot be {verb}. Support may escalate again.")


async def end(db: Session, escalation: Escalation, state: str, note: str, by: Actor) -> None:
    """A question that still stands ends with it."""
    escalation.state, escalation.closing_note = state, note.strip()
    escalation.closed_by, escalation.closed_at = by.id, now()
    escalation.snoozed_until = None
    if question := (await open_questions(db, [escalation])).get(escalation.id):
        question.ended_at = now()


def take(escalation: Escalation, by: Actor) -> None:
    """Whoever decides has it, unless somebody had it before."""
    escalation.acknowledged_at = escalation.acknowledged_at or now()
    if escalation.accepted_at is None:
        escalation.accepted_by, escalation.accepted_at = by.id, now()
