"""What becomes of an escalation, said by programs."""

from litestar import post
from litestar.params import JSONBody

from ....people.access import Me
from ....platform.web import Db, Ref
from ...actions import (
    accept_escalation,
    comment_on_escalation,
    resolve_escalation,
    return_escalation,
    withdraw_escalation,
)
from ...forms import CommentOnEscalation, ResolveEscalation, ReturnEscalation, WithdrawEscalation
from ...models import Escalation
from ...queries import escalation_for
from .shapes import CommentOut, EscalationOut


@post("/api/escalations/{ref:str}/acceptance")
async def create_acceptance(db: Db, person: Me, ref: Ref) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await accept_escalation(db, escalation, by=person)
    return await _after(db, escalation)


@post("/api/escalations/{ref:str}/return")
async def create_return(db: Db, person: Me, ref: Ref, data: JSONBody[ReturnEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await return_escalation(db, escalation, data.code, data.comment, missing_need=data.missing_need, by=person)
    return await _after(db, escalation)


@post("/api/escalations/{ref:str}/resolution")
async def create_resolution(db: Db, person: Me, ref: Ref, data: JSONBody[ResolveEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await resolve_escalation(db, escalation, data.resolution, by=person)
    return await _after(db, escalation)


@post("/api/escalations/{ref:str}/withdrawal")
async def create_withdrawal(db: Db, person: Me, ref: Ref, data: JSONBody[WithdrawEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await withdraw_escalation(db, escalation, data.reason, by=person)
    return await _after(db, escalation)


@post("/api/escalations/{ref:str}/comments")
async def create_comment(db: Db, person: Me, ref: Ref, data: JSONBody[CommentOnEscalation]) -> CommentOut:
    escalation = await escalation_for(db, person, ref)
    return CommentOut.of(await comment_on_escalation(db, escalation, data.body, by=person))


async def _after(db: Db, escalation: Escalation) -> EscalationOut:
    """With the version that the save gave it."""
    await db.flush()
    return EscalationOut.of(escalation)


HANDLERS = [create_acceptance, create_return, create_resolution, create_withdrawal, create_comment]
