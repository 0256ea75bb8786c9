"""What support does with an escalation, said by programs, and what both sides say."""

from datetime import datetime

from litestar import post
from litestar.params import JSONBody

from ....cases.queries import case_for
from ....people.access import Me
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.web import Db, Ref
from ...actions import (
    add_case,
    answer_group,
    close_escalation,
    comment_on_escalation,
    remove_case,
    reopen_escalation,
    withdraw_escalation,
)
from ...forms import AddCase, AnswerGroup, CommentOnEscalation, RemoveCase, ReopenEscalation, WithdrawEscalation
from ...models import Escalation
from ...queries import escalation_for
from .shapes import CommentOut, EscalationOut


@post("/api/escalations/{ref:str}/withdrawal")
async def create_withdrawal(db: Db, person: Me, ref: Ref, data: JSONBody[WithdrawEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await withdraw_escalation(db, escalation, data.reason, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/answer")
async def create_answer(db: Db, person: Me, ref: Ref, data: JSONBody[AnswerGroup]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await answer_group(db, escalation, data.answer, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/closure")
async def create_closure(db: Db, person: Me, ref: Ref) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await close_escalation(db, escalation, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/reopening")
async def create_reopening(db: Db, person: Me, ref: Ref, data: JSONBody[ReopenEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await reopen_escalation(db, escalation, data.reason, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/cases")
async def create_case_on_escalation(db: Db, person: Me, ref: Ref, data: JSONBody[AddCase]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await add_case(db, escalation, await case_for(db, person, data.case), by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/case-removals")
async def create_case_removal(db: Db, person: Me, ref: Ref, data: JSONBody[RemoveCase]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await remove_case(db, escalation, await case_for(db, person, data.case), data.reason, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/comments")
async def create_comment(db: Db, person: Me, ref: Ref, data: JSONBody[CommentOnEscalation]) -> CommentOut:
    escalation = await escalation_for(db, person, ref)
    return CommentOut.of(await comment_on_escalation(db, escalation, data.body, by=person))


async def after(db: Session, escalation: Escalation) -> EscalationOut:
    """With the version that the save gave it."""
    await db.flush()
    return EscalationOut.of(escalation)


def with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise Refused("Give the time with its zone, such as 2026-11-22T08:00:00Z.")
    return moment


HANDLERS = [
    create_withdrawal, create_answer, create_closure, create_reopening, create_case_on_escalation, create_case_removal, create_comment,
]  # fmt: skip
