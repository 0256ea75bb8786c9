"""What was said of escalations, asked about them, and where they have been."""

from sqlmodel import col, select

from ...cases.models import Case
from ...cases.queries.merged import seen_together
from ...platform.db import Session
from ..models import Escalation, EscalationCase, EscalationComment, EscalationQuestion, EscalationTransfer


async def comments_on(db: Session, escalation: Escalation) -> list[EscalationComment]:
    query = select(EscalationComment).where(EscalationComment.escalation_id == escalation.id)
    return list((await db.exec(query.order_by(col(EscalationComment.id)))).all())


async def last_comment(db: Session, escalation: Escalation) -> EscalationComment | None:
    query = select(EscalationComment).where(EscalationComment.escalation_id == escalation.id)
    return (await db.exec(query.order_by(col(EscalationComment.id).desc()).limit(1))).first()


async def comments_on_case(db: Session, case: Case) -> list[tuple[int, str]]:
    """Of all escalations that it waits for, each with the escalation it stands on."""
    query = select(EscalationComment.escalation_id, EscalationComment.body).join(
        EscalationCase, col(EscalationCase.escalation_id) == EscalationComment.escalation_id
    )
    here = col(EscalationCase.case_id).in_(await seen_together(db, case))
    found = await db.exec(query.where(here).order_by(col(EscalationComment.id)))
    return list(dict.fromkeys(found.all()))


async def questions_on(db: Session, escalation: Escalation) -> list[EscalationQuestion]:
    query = select(EscalationQuestion).where(EscalationQuestion.escalation_id == escalation.id)
    return list((await db.exec(query.order_by(col(EscalationQuestion.id)))).all())


async def transfers_of(db: Session, escalation: Escalation) -> list[EscalationTransfer]:
    query = select(EscalationTransfer).where(EscalationTransfer.escalation_id == escalation.id)
    return list((await db.exec(query.order_by(col(EscalationTransfer.id)))).all())
