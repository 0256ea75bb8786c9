"""Which escalations wait for whom."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from ...clocks.models import Clock
from ...people.models import Person
from ...platform.db import Session
from ...platform.time import now
from ..models import OPEN_STATES, UNSEEN, Escalation
from .lines import RUNNING, EscalationLine, line_of, lines

VIEWS = {"group": "My group", "sent": "Sent by me", "all": "All open", "closed": "Closed"}
MOST = 200
_TRIAGE_FIRST: tuple[Any, ...] = (
    col(Escalation.snoozed_until).is_not(None), col(Escalation.state).not_in(UNSEEN), col(Escalation.state) != "acknowledged",
    col(Escalation.severity), col(Clock.due_at).nulls_last(), col(Escalation.id),
)  # fmt: skip


def usual_view(person: Person) -> str:
    return "group" if person.product_group else "sent"


async def inbox(db: Session, person: Person, view: str) -> list[EscalationLine]:
    """What waits for triage first, the most severe and soonest due at the top. Closed ones newest first. Which they are is
    decided before their cases and customers are read."""
    seen = select(col(Escalation.id)).where(*_whose(person, view))
    if view == "closed":
        order = [col(Escalation.closed_at).desc()]
        shown = seen.where(col(Escalation.closed_at).is_not(None)).order_by(*order).limit(MOST)
    else:
        order = [*_TRIAGE_FIRST]
        shown = seen.outerjoin(Clock, RUNNING).where(col(Escalation.state).in_(OPEN_STATES))
        shown = shown.order_by(*order).limit(MOST)
    query = lines().where(col(Escalation.id).in_(shown)).order_by(*order)
    return [line_of(row, now()) for row in await db.execute(query)]


def _whose(person: Person, view: str) -> list[ColumnElement[bool]]:
    if view == "group":
        return [col(Escalation.product_group) == person.product_group]
    return [col(Escalation.opened_by) == person.id] if view == "sent" else []
