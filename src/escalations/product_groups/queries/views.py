"""Which escalations wait for whom."""

from sqlmodel import col

from ...clocks.models import Clock
from ...people.models import Person
from ...platform.db import Session
from ...platform.time import now
from ..models import OPEN_STATES, UNSEEN, Escalation
from .lines import EscalationLine, line_of, lines

VIEWS = {"group": "My group", "sent": "Sent by me", "all": "All open", "closed": "Closed"}
MOST = 200


def usual_view(person: Person) -> str:
    return "group" if person.product_group else "sent"


async def inbox(db: Session, person: Person, view: str) -> list[EscalationLine]:
    """What waits for triage first, the most severe and soonest due at the top. Closed ones newest first."""
    query = lines()
    if view == "closed":
        query = query.where(col(Escalation.closed_at).is_not(None)).order_by(col(Escalation.closed_at).desc())
    else:
        triage_first = (
            col(Escalation.snoozed_until).is_not(None),
            col(Escalation.state).not_in(UNSEEN),
            col(Escalation.state) != "acknowledged",
            col(Escalation.severity),
            col(Clock.due_at).nulls_last(),
            col(Escalation.id),
        )
        query = query.where(col(Escalation.state).in_(OPEN_STATES)).order_by(*triage_first)
    if view == "group":
        query = query.where(col(Escalation.product_group) == person.product_group)
    elif view == "sent":
        query = query.where(col(Escalation.opened_by) == person.id)
    return [line_of(row, now()) for row in await db.execute(query.limit(MOST))]
