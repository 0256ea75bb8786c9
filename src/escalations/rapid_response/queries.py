"""Every SELECT of rapid response. The board is one statement."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func
from sqlalchemy import select as columns
from sqlmodel import col, select

from ..cases.models import Case, CaseEntry
from ..cases.queries import CaseLine, case_columns, lines
from ..customers.models import Customer
from ..people.models import Person
from ..platform.db import Session
from ..platform.events import EventRow
from ..platform.time import now
from ..product_groups.models import OPEN_STATES, Escalation
from .models import Engagement
from .plight import Plight

MOST = 300


async def hold(db: Session, case: Case) -> Engagement | None:
    """Lock the case, then its open engagement if it has one, and see both as they now are."""
    await db.refresh(case, with_for_update={"key_share": True})
    engagement = await open_engagement(db, case.id)
    if engagement is not None:
        await db.refresh(engagement, with_for_update={"key_share": True})
    return engagement


async def open_engagement(db: Session, case_id: int) -> Engagement | None:
    return (
        await db.exec(select(Engagement).where(Engagement.case_id == case_id, Engagement.state != "stood_down"))
    ).one_or_none()


async def last_engagement(db: Session, case: Case) -> Engagement | None:
    query = select(Engagement).where(Engagement.case_id == case.id).order_by(col(Engagement.id).desc())
    return (await db.exec(query.limit(1))).first()


async def customer_of(db: Session, case: Case) -> Customer:
    return (await db.exec(select(Customer).where(Customer.id == case.customer_id))).one()


async def names_on(db: Session, engagement: Engagement) -> dict[int, str]:
    ids = [one for one in (engagement.requested_by, engagement.taken_by, engagement.stood_down_by) if one]
    return dict((await db.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids)))).all())


@dataclass(frozen=True)
class Covered:
    """An open case of a covered customer. `engagement` is empty when rapid response has nothing to do with it."""

    line: CaseLine
    plight: Plight
    engagement: str


async def covered_cases(db: Session) -> list[Covered]:
    """All of them, with what the score is made of."""
    query = _with_plight().where(col(Case.closed_at).is_(None), col(Customer.cover_until) > now())
    rows = (await db.execute(query.order_by(col(Case.severity), col(Case.due_at).nulls_last()).limit(MOST))).all()
    return [Covered(line, _plight(row), row.engagement or "") for line, row in zip(lines(rows), rows, strict=True)]


def _with_plight() -> Select[Any]:
    its = col(CaseEntry.case_id) == Case.id
    last_reply = columns(func.max(CaseEntry.at)).where(its, col(CaseEntry.kind) == "reply").scalar_subquery()
    happened = col(EventRow.subject) == func.concat("case/", Case.id)
    reopened = columns(func.count()).where(happened, col(EventRow.action) == "CaseReopened").scalar_subquery()
    escalated = exists().where(col(Escalation.case_id) == Case.id, col(Escalation.state).in_(OPEN_STATES))
    query = case_columns().add_columns(
        col(Case.opened_at), last_reply.label("last_reply"), reopened.label("reopened"), escalated.label("escalated"),
        col(Engagement.state).label("engagement"),
    )  # fmt: skip
    return query.outerjoin(Engagement, and_(col(Engagement.case_id) == Case.id, col(Engagement.state) != "stood_down"))


def _plight(row: Any) -> Plight:
    return Plight(
        case_id=row.id, severity=row.severity, due_at=row.due_at, due_kind=row.due_kind, reopened=row.reopened, escalated=row.escalated,
        requested=row.engagement == "requested", silent_since=None if row.turn == "customer" else row.last_reply or row.opened_at,
    )  # fmt: skip
