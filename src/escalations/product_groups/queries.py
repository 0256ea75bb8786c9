"""Every SELECT about single escalations. The inbox is in listing.py."""

from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col, select

from ..cases.models import Case
from ..customers.models import Subscription
from ..people.models import Person
from ..platform.db import Session
from ..platform.errors import NotFound, id_of
from ..platform.time import now
from .models import OPEN_STATES, Escalation, EscalationComment

LEARNS_FROM = timedelta(days=180)


async def escalation_for(db: Session, person: Person, ref: str) -> Escalation:
    """The one door to an escalation. What a person may not see does not exist."""
    found = (await db.exec(select(Escalation).where(Escalation.id == id_of(ref, "E")))).one_or_none()
    if found is None:
        raise NotFound(f"There is no escalation {ref}, or it is not yours to see.")
    return found


async def hold(db: Session, escalation: Escalation) -> Case:
    """Lock the case, then the escalation, always in this order, and see both as they now are."""
    locked = select(Case).where(Case.id == escalation.case_id).with_for_update(key_share=True)
    case = (await db.exec(locked.execution_options(populate_existing=True))).one()
    await db.refresh(escalation, with_for_update={"key_share": True})
    return case


async def escalations_of(db: Session, case: Case) -> list[Escalation]:
    """Newest first."""
    return list((await db.exec(select(Escalation).where(Escalation.case_id == case.id).order_by(col(Escalation.id).desc()))).all())


async def open_escalations_of(db: Session, case_id: int) -> list[Escalation]:
    still = (Escalation.case_id == case_id, col(Escalation.state).in_(OPEN_STATES))
    return list((await db.exec(select(Escalation).where(*still).order_by(col(Escalation.id)))).all())


async def open_escalation(db: Session, case: Case, product_group: str) -> Escalation | None:
    found = await open_escalations_of(db, case.id)
    return next((escalation for escalation in found if escalation.product_group == product_group), None)


async def last_comment(db: Session, escalation: Escalation) -> EscalationComment | None:
    query = select(EscalationComment).where(EscalationComment.escalation_id == escalation.id)
    return (await db.exec(query.order_by(col(EscalationComment.id).desc()).limit(1))).first()


async def subscription_code_of(db: Session, case: Case) -> str:
    subscription = await db.get(Subscription, case.subscription_id) if case.subscription_id else None
    return subscription.code if subscription else ""


async def returns_for(db: Session, product_group: str) -> dict[str, int]:
    """How often the group lately sent an escalation back because of each line of its checklist."""
    recent = (Escalation.product_group == product_group, col(Escalation.missing_need).is_not(None), col(Escalation.closed_at) > now() - LEARNS_FROM)
    query = select(Escalation.missing_need, func.count()).where(*recent).group_by(col(Escalation.missing_need))
    return {need: count for need, count in (await db.exec(query)).all() if need}
