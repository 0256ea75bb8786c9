"""Every SELECT about escalations."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func
from sqlalchemy import select as columns
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from ..cases.models import Case
from ..clocks.chip import ClockChip, chip
from ..clocks.models import Clock
from ..clocks.queries import OPEN as OPEN_CLOCK
from ..customers.models import Customer, Subscription
from ..people.models import Person
from ..platform.db import Session
from ..platform.errors import NotFound, id_of
from ..platform.time import now
from .models import OPEN_STATES, Escalation, EscalationComment, name_of_group

LEARNS_FROM = timedelta(days=180)
VIEWS = {"group": "My group", "sent": "Sent by me", "all": "All open", "closed": "Closed"}
MOST = 200


async def escalation_for(db: Session, person: Person, ref: str) -> Escalation:
    """The one door to an escalation. What a person may not see does not exist."""
    found = (await db.exec(select(Escalation).where(Escalation.id == id_of(ref, "E")))).one_or_none()
    if found is None:
        raise NotFound(f"There is no escalation {ref}, or it is not yours to see.")
    return found


async def escalation_with_id(db: Session, escalation_id: int) -> Escalation | None:
    return (await db.exec(select(Escalation).where(Escalation.id == escalation_id))).one_or_none()


async def hold(db: Session, escalation: Escalation) -> Case:
    """Lock the case, then the escalation, always in this order, and see both as they now are."""
    locked = select(Case).where(Case.id == escalation.case_id).with_for_update(key_share=True)
    case = (await db.exec(locked.execution_options(populate_existing=True))).one()
    await db.refresh(escalation, with_for_update={"key_share": True})
    return case


async def escalations_of(db: Session, case: Case) -> list[Escalation]:
    """Newest first."""
    query = select(Escalation).where(Escalation.case_id == case.id)
    return list((await db.exec(query.order_by(col(Escalation.id).desc()))).all())


async def open_escalations_of(db: Session, case_id: int) -> list[Escalation]:
    still = (Escalation.case_id == case_id, col(Escalation.state).in_(OPEN_STATES))
    return list((await db.exec(select(Escalation).where(*still).order_by(col(Escalation.id)))).all())


async def open_escalation(db: Session, case: Case, product_group: str) -> Escalation | None:
    found = await open_escalations_of(db, case.id)
    return next((escalation for escalation in found if escalation.product_group == product_group), None)


async def case_of(db: Session, escalation: Escalation) -> tuple[Case, Customer]:
    query = select(Case, Customer).join(Customer, col(Customer.id) == Case.customer_id)
    return (await db.exec(query.where(Case.id == escalation.case_id))).one()


async def clocks_of(db: Session, escalations: list[Escalation]) -> list[Clock]:
    """What the product groups owe, in the order in which it began."""
    theirs = col(Clock.escalation_id).in_([escalation.id for escalation in escalations])
    return list((await db.exec(select(Clock).where(theirs).order_by(col(Clock.id)))).all())


async def names_on(db: Session, escalation: Escalation) -> dict[int, str]:
    ids = [one for one in (escalation.opened_by, escalation.accepted_by, escalation.closed_by) if one]
    return dict((await db.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids)))).all())


async def comments_on(db: Session, escalation: Escalation) -> list[EscalationComment]:
    query = select(EscalationComment).where(EscalationComment.escalation_id == escalation.id)
    return list((await db.exec(query.order_by(col(EscalationComment.id)))).all())


async def last_comment(db: Session, escalation: Escalation) -> EscalationComment | None:
    query = select(EscalationComment).where(EscalationComment.escalation_id == escalation.id)
    return (await db.exec(query.order_by(col(EscalationComment.id).desc()).limit(1))).first()


async def subscription_code_of(db: Session, case: Case) -> str:
    subscription = await db.get(Subscription, case.subscription_id) if case.subscription_id else None
    return subscription.code if subscription else ""


async def returns_for(db: Session, product_group: str) -> dict[str, int]:
    """How often the group lately sent an escalation back because of each line of its checklist."""
    missing, recent = col(Escalation.missing_need), col(Escalation.closed_at) > now() - LEARNS_FROM
    query = select(missing, func.count()).where(Escalation.product_group == product_group, missing.is_not(None), recent)
    return {need: count for need, count in (await db.exec(query.group_by(missing))).all() if need}


@dataclass(frozen=True, slots=True)
class EscalationLine:
    """An escalation as a row of a list."""

    id: int
    ref: str
    url: str
    title: str
    customer: str
    covered: bool
    group_name: str
    severity: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    clock: ClockChip | None


def usual_view(person: Person) -> str:
    return "group" if person.product_group else "sent"


async def inbox(db: Session, person: Person, view: str) -> list[EscalationLine]:
    """What waits for triage first, the most severe and soonest due at the top. Closed ones newest first."""
    query = _lines()
    if view == "closed":
        query = query.where(col(Escalation.closed_at).is_not(None)).order_by(col(Escalation.closed_at).desc())
    else:
        triage_first = (
            col(Escalation.state) != "submitted",
            col(Escalation.severity),
            col(Clock.due_at).nulls_last(),
            col(Escalation.id),
        )
        query = query.where(col(Escalation.state).in_(OPEN_STATES)).order_by(*triage_first)
    if view == "group":
        query = query.where(col(Escalation.product_group) == person.product_group)
    elif view == "sent":
        query = query.where(col(Escalation.opened_by) == person.id)
    return [_line(row, now()) for row in await db.execute(query.limit(MOST))]


_COLUMNS: tuple[ColumnElement[Any] | Mapped[Any], ...] = (
    col(Escalation.id), col(Escalation.product_group), col(Escalation.severity), col(Escalation.state).label("escalation_state"),
    col(Escalation.opened_at), col(Escalation.closed_at), col(Case.title), col(Customer.name), col(Customer.cover_until),
    col(Clock.kind), col(Clock.state), col(Clock.why), col(Clock.calendar), col(Clock.due_at), col(Clock.warn_at), col(Clock.breached_at),
)  # fmt: skip


def _lines() -> Select[Any]:
    running = and_(col(Clock.escalation_id) == Escalation.id, col(Clock.state).in_(OPEN_CLOCK))
    query = columns(*_COLUMNS).join(Case, col(Case.id) == Escalation.case_id)
    return query.join(Customer, col(Customer.id) == Case.customer_id).outerjoin(Clock, running)


def _line(row: Any, at: datetime) -> EscalationLine:
    return EscalationLine(
        id=row.id, ref=f"E-{row.id}", url=f"/escalations/E-{row.id}", title=row.title, customer=row.name,
        covered=row.cover_until is not None and at < row.cover_until, group_name=name_of_group(row.product_group), severity=row.severity,
        state=row.escalation_state, opened_at=row.opened_at, closed_at=row.closed_at, clock=chip(row, at) if row.kind else None,
    )  # fmt: skip
