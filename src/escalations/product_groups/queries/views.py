"""Which escalations wait for whom."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, text, tuple_
from sqlmodel import col

from ...clocks.models import Clock
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import id_of
from ...platform.time import now
from ..models import OPEN_STATES, UNSEEN, Escalation
from .lines import RUNNING, EscalationLine, line_of, lines

VIEWS = {"group": "My group", "sent": "Sent by me", "all": "All open", "closed": "Closed"}
PAGE, MOST = 60, 200
_TRIAGE_FIRST: tuple[Any, ...] = (
    col(Escalation.snoozed_until).is_not(None), col(Escalation.state).not_in(UNSEEN), col(Escalation.state) != "acknowledged",
    col(Escalation.severity), func.coalesce(col(Clock.due_at), text("'infinity'::timestamptz")), col(Escalation.id),
)  # fmt: skip
_DECIDED_LAST = (col(Escalation.closed_at), col(Escalation.id))


def usual_view(person: Person) -> str:
    return "group" if person.product_group else "sent"


async def inbox(db: Session, person: Person, view: str, *, after: str = "", limit: int = PAGE) -> list[EscalationLine]:
    """What waits for triage first, the most severe and soonest due at the top. Closed ones newest first. `after` is the escalation behind
    which a page begins, where it now stands. Which they are is decided before their cases and customers are read."""
    seen, order = _seen(after, is_closed=view == "closed")
    shown = seen.where(*_whose(person, view)).order_by(*order).limit(limit)
    query = lines().where(col(Escalation.id).in_(shown)).order_by(*order)
    return [line_of(row, now()) for row in await db.execute(query)]


def _seen(after: str, *, is_closed: bool) -> tuple[Select[Any], list[Any]]:
    """With the order in which they stand."""
    place = _DECIDED_LAST if is_closed else _TRIAGE_FIRST
    standing = select(*place) if is_closed else select(*place).outerjoin(Clock, RUNNING)
    seen = select(col(Escalation.id)) if is_closed else select(col(Escalation.id)).outerjoin(Clock, RUNNING)
    seen = seen.where(col(Escalation.closed_at).is_not(None) if is_closed else col(Escalation.state).in_(OPEN_STATES))
    if after:
        there = standing.where(col(Escalation.id) == id_of(after, "E")).correlate(None).scalar_subquery()
        seen = seen.where(tuple_(*place) < there if is_closed else tuple_(*place) > there)
    return seen, [term.desc() for term in place] if is_closed else list(place)


def _whose(person: Person, view: str) -> list[ColumnElement[bool]]:
    if view == "group":
        return [col(Escalation.product_group) == person.product_group]
    return [col(Escalation.opened_by) == person.id] if view == "sent" else []
