"""What was said of escalations, and what they were sent back for."""

from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col, select

from ...cases.models import Case
from ...platform.db import Session
from ...platform.time import now
from ..models import Escalation, EscalationComment

LEARNS_FROM = timedelta(days=180)


async def comments_on(db: Session, escalation: Escalation) -> list[EscalationComment]:
    query = select(EscalationComment).where(EscalationComment.escalation_id == escalation.id)
    return list((await db.exec(query.order_by(col(EscalationComment.id)))).all())


async def last_comment(db: Session, escalation: Escalation) -> EscalationComment | None:
    query = select(EscalationComment).where(EscalationComment.escalation_id == escalation.id)
    return (await db.exec(query.order_by(col(EscalationComment.id).desc()).limit(1))).first()


async def returns_for(db: Session, product_group: str) -> dict[str, int]:
    """How often the group lately sent an escalation back because of each line of its checklist."""
    missing, recent = col(Escalation.missing_need), col(Escalation.closed_at) > now() - LEARNS_FROM
    query = select(missing, func.count()).where(Escalation.product_group == product_group, missing.is_not(None), recent)
    return {need: count for need, count in (await db.exec(query.group_by(missing))).all() if need}


async def comments_on_case(db: Session, case: Case) -> list[tuple[int, str]]:
    """Of all its escalations, each with the escalation it stands on."""
    query = select(EscalationComment.escalation_id, EscalationComment.body).join(
        Escalation, col(Escalation.id) == EscalationComment.escalation_id
    )
    found = await db.exec(query.where(Escalation.case_id == case.id).order_by(col(EscalationComment.id)))
    return [(escalation, body) for escalation, body in found.all()]
