"""Which escalations wait for whom."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, true, tuple_
from sqlmodel import col

from ...clocks.models import Clock
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import id_of
from ...platform.limits import at_most, planned_once
from ...platform.time import now
from ..models import OPEN_STATES, UNSEEN, Escalation
from .lines import ITS_CLOCK, RUNNING, EscalationLine, line_of, lines

VIEWS = {"group": "My group", "sent": "Sent by me", "all": "All open", "closed": "Closed"}
PAGE, MOST = 30, 200


def _triage_first(clock: Any) -> tuple[Any, ...]:
    return (
        col(Escalation.snoozed_until).is_not(None), col(Escalation.state).not_in(UNSEEN), col(Escalation.state) != "acknowledged",
        col(Escalation.severity), func.coalesce(col(clock.due_at), text("'infinity'::timestamptz")), col(Escalation.id),
    )  # fmt: skip


_DECIDED_LAST = (col(Escalation.closed_at), col(Escalation.id))


def usual_view(person: Person) -> str:
    return "group" if person.product_group else "sent"


async def inbox(db: Session, person: Person, view: str, *, after: str = "", limit: int = PAGE) -> list[EscalationLine]:
    """What waits for triage first, the most severe and soonest due at the top. Closed ones newest first. `after` is the escalation behind
    which a page begins, where it now stands. Which they are is decided before their cases and customers are read."""
    if view == "closed":
        seen, place, order = select(col(Escalation.id)), _DECIDED_LAST, [term.desc() for term in _DECIDED_LAST]
        shown = seen.where(col(Escalation.closed_at).is_not(None), *_behind(after, select(*place), place, desc=True))
        shown, sorts = shown.order_by(*order), order
    else:
        clock, there = (Clock, RUNNING) if view == "all" else (ITS_CLOCK, true())
        place = _triage_first(clock)
        seen = select(col(Escalation.id)).outerjoin(clock, there).where(col(Escalation.state).in_(OPEN_STATES))
        shown = seen.where(*_behind(after, select(*place).outerjoin(clock, there), place)).order_by(*place)
        sorts = [*_triage_first(ITS_CLOCK)]
    query = (
        lines().where(col(Escalation.id).in_(shown.where(*_whose(person, view)).limit(at_most(limit)))).order_by(*sorts)
    )
    async with planned_once(db) if view == "sent" else nullcontext():
        return [line_of(row, now()) for row in await db.execute(query)]


def _behind(after: str, standing: Any, place: Sequence[Any], *, desc: bool = False) -> list[ColumnElement[bool]]:
    if not after:
        return []
    there = standing.where(col(Escalation.id) == id_of(after, "E")).correlate(None).scalar_subquery()
    return [tuple_(*place) < there if desc else tuple_(*place) > there]


def _whose(person: Person, view: str) -> list[ColumnElement[bool]]:
    if view == "group":
        return [col(Escalation.product_group) == person.product_group]
    return [col(Escalation.opened_by) == person.id] if view == "sent" else []
