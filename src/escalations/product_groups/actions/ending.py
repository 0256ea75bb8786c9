"""Who may decide an escalation, and what every end of one has in common."""

from ...people.models import Person
from ...people.roles import allow
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor
from ...platform.time import now
from ..models import Escalation, name_of_group


def allow_deciding(by: Person, escalation: Escalation) -> None:
    allow(by, "decide_escalations")
    if by.product_group != escalation.product_group:
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


def end(escalation: Escalation, state: str, note: str, by: Actor) -> None:
    escalation.state, escalation.closing_note = state, note.strip()
    escalation.closed_by, escalation.closed_at = by.id, now()
