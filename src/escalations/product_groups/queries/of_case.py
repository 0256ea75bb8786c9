"""The escalations of a case, and what the groups owe it."""

from typing import Any

from sqlalchemy import ARRAY, BigInteger, any_, bindparam
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from ...cases.models import Case
from ...cases.queries.merged import merged_into, seen_together
from ...clocks.models import Clock
from ...customers.models import Subscription
from ...people.models import Person
from ...platform.db import Session
from ..models import OPEN_STATES, Escalation, EscalationCase, EscalationDraft, EscalationQuestion


def _linked(case_ids: Any) -> SelectOfScalar[Escalation]:
    """Of cases that a list or a SELECT names."""
    present = (col(EscalationCase.case_id).in_(case_ids), col(EscalationCase.removed_at).is_(None))
    return select(Escalation).where(col(Escalation.id).in_(select(EscalationCase.escalation_id).where(*present)))


async def escalations_of(db: Session, case: Case) -> list[Escalation]:
    """Newest first, with those of cases that are merged into it."""
    here = _linked(await seen_together(db, case))
    return list((await db.exec(here.order_by(col(Escalation.id).desc()))).all())


async def open_escalations_of(db: Session, case_id: int) -> list[Escalation]:
    """With those of cases that are merged into it."""
    return await _still_open(db, merged_into(case_id))


async def _still_open(db: Session, case_ids: Any) -> list[Escalation]:
    still = _linked(case_ids).where(col(Escalation.state).in_(OPEN_STATES))
    return list((await db.exec(still.order_by(col(Escalation.id)))).all())


async def open_escalation(db: Session, case: Case, product_group: str) -> Escalation | None:
    found = await _still_open(db, await seen_together(db, case))
    return next((escalation for escalation in found if escalation.product_group == product_group), None)


async def clocks_of(db: Session, escalations: list[Escalation]) -> list[Clock]:
    """What the product groups owe, in the order in which it began."""
    theirs = col(Clock.escalation_id).in_([escalation.id for escalation in escalations])
    return list((await db.exec(select(Clock).where(theirs).order_by(col(Clock.id)))).all())


async def open_questions(db: Session, escalations: list[Escalation]) -> dict[int, EscalationQuestion]:
    ids = [one.id for one in escalations]
    asked = any_(bindparam("asked_on", ids, type_=ARRAY(BigInteger)))
    query = select(EscalationQuestion).where(col(EscalationQuestion.escalation_id) == asked)
    found = (await db.exec(query.where(col(EscalationQuestion.ended_at).is_(None)))).all()
    return {one.escalation_id: one for one in found}


async def draft_of(db: Session, case: Case, author: Person) -> EscalationDraft | None:
    query = select(EscalationDraft).where(EscalationDraft.case_id == case.id, EscalationDraft.author_id == author.id)
    return (await db.exec(query)).one_or_none()


async def subscription_code_of(db: Session, case: Case) -> str:
    subscription = await db.get(Subscription, case.subscription_id) if case.subscription_id else None
    return subscription.code if subscription else ""
