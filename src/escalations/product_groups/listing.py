"""The inbox: one statement, columns only, ready for the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from ..cases.models import Case
from ..clocks.chip import ClockChip, chip
from ..clocks.models import Clock
from ..clocks.queries import OPEN as OPEN_CLOCK
from ..customers.models import Customer
from ..people.models import Person
from ..platform.db import Session
from ..platform.time import now
from .models import OPEN_STATES, Escalation, name_of_group

VIEWS = {"group": "My group", "sent": "Sent by me", "all": "All open", "closed": "Closed"}
MOST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """An escalation as a row of a list."""

    id: int
    case_id: int
    title: str
    product_group: str
    state: str
    severity: str
    reason: str
    opened_at: datetime
    closed_at: datetime | None
    opened_by: str
    customer: str
    covered: bool
    clock: ClockChip | None

    @property
    def ref(self) -> str:
        return f"E-{self.id}"

    @property
    def case_ref(self) -> str:
        return f"C-{self.case_id}"

    @property
    def group_name(self) -> str:
        return name_of_group(self.product_group)


@dataclass(frozen=True)
class _Face:
    """The columns of a clock that its chip is made of."""

    kind: str
    state: str
    why: str
    calendar: str
    due_at: datetime | None
    warn_at: datetime | None
    breached_at: datetime | None


def usual_view(person: Person) -> str:
    return "group" if person.product_group else "sent"


async def inbox(db: Session, person: Person, view: str) -> list[Listed]:
    """What waits for triage first, the most severe and the soonest due at the top. Closed ones newest first."""
    query = _listed()
    if view == "closed":
        closed = query.where(col(Escalation.closed_at).is_not(None)).order_by(col(Escalation.closed_at).desc())
        return _rows((await db.exec(closed.limit(MOST))).all())
    query = query.where(col(Escalation.state).in_(OPEN_STATES))
    if view == "group":
        query = query.where(Escalation.product_group == person.product_group)
    elif view == "sent":
        query = query.where(Escalation.opened_by == person.id)
    triage_first = (Escalation.state != "submitted", col(Escalation.severity), col(Clock.due_at).nulls_last(), col(Escalation.id))
    return _rows((await db.exec(query.order_by(*triage_first).limit(MOST))).all())
