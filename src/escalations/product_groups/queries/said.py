"""What was said of escalations, asked about them, and where they have been."""

from sqlmodel import col, select

from ...platform.db import Session
from ..models import Escalation, EscalationComment, EscalationQuestion, EscalationTransfer


async def comments_on(db: Session, escalation: Escalation) -> list[EscalationComment]:
    query = select(EscalationComment).where(EscalationComment.escalation_id == escalation.id)
    return list((await db.exec(query.order_by(col(EscalationComment.id)))).all())


async def last_comment(db: Session, escalation: Escalation) -> EscalationComment | None:
    query = select(EscalationComment).where(EscalationComment.escalation_id == escalation.id)
    return (await db.exec(query.order_by(col(EscalationComment.id).desc()).limit(1))).first()


async def questions_on(db: Session, escalation: Escalation) -> list[EscalationQuestion]:
    query = select(EscalationQuestion).where(EscalationQuestion.escalation_id == escalation.id)
    return list((await db.exec(query.order_by(col(EscalationQuestion.id)))).all())


async def transfers_of(db: Session, escalation: Escalation) -> list[EscalationTransfer]:
    query = select(EscalationTransfer).where(EscalationTransfer.escalation_id == escalation.id)
    return list((await db.exec(query.order_by(col(EscalationTransfer.id)))).all())
