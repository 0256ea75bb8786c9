"""The escalations of a case, and what the groups owe it."""

from sqlmodel import col, select

from ...cases.models import Case
from ...clocks.models import Clock
from ...customers.models import Subscription
from ...platform.db import Session
from ..models import OPEN_STATES, Escalation


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


async def clocks_of(db: Session, escalations: list[Escalation]) -> list[Clock]:
    """What the product groups owe, in the order in which it began."""
    theirs = col(Clock.escalation_id).in_([escalation.id for escalation in escalations])
    return list((await db.exec(select(Clock).where(theirs).order_by(col(Clock.id)))).all())


async def subscription_code_of(db: Session, case: Case) -> str:
    subscription = await db.get(Subscription, case.subscription_id) if case.subscription_id else None
    return subscription.code if subscription else ""
