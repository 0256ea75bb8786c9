"""What becomes of an escalation, said by programs of the product group."""

from litestar import post
from litestar.params import JSONBody

from ....people.access import Me
from ....platform.web import Db, Ref
from ...actions import (
    accept_escalation,
    acknowledge_escalation,
    ask_support,
    mark_duplicate,
    mitigate_escalation,
    resolve_escalation,
    return_escalation,
    snooze_escalation,
    transfer_escalation,
    wake_escalation,
)
from ...forms import (
    AskSupport,
    MarkDuplicate,
    MitigateEscalation,
    ResolveEscalation,
    ReturnEscalation,
    SnoozeEscalation,
    TransferEscalation,
)
from ...queries import escalation_for
from .shapes import EscalationOut, QuestionOut
from .talking import after, with_zone


@post("/api/escalations/{ref:str}/acknowledgement")
async def create_acknowledgement(db: Db, person: Me, ref: Ref) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await acknowledge_escalation(db, escalation, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/acceptance")
async def create_acceptance(db: Db, person: Me, ref: Ref) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await accept_escalation(db, escalation, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/return")
async def create_return(db: Db, person: Me, ref: Ref, data: JSONBody[ReturnEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await return_escalation(db, escalation, data.code, data.comment, missing_need=data.missing_need, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/transfer")
async def create_transfer(db: Db, person: Me, ref: Ref, data: JSONBody[TransferEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await transfer_escalation(db, escalation, data.product_group, data.reason, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/duplicate")
async def create_duplicate(db: Db, person: Me, ref: Ref, data: JSONBody[MarkDuplicate]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await mark_duplicate(db, escalation, await escalation_for(db, person, data.of), data.comment, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/snooze")
async def create_snooze(db: Db, person: Me, ref: Ref, data: JSONBody[SnoozeEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await snooze_escalation(db, escalation, with_zone(data.until), data.reason, by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/awakening")
async def create_awakening(db: Db, person: Me, ref: Ref) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await wake_escalation(db, escalation, "there is something to do again", by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/question")
async def create_question(db: Db, person: Me, ref: Ref, data: JSONBody[AskSupport]) -> QuestionOut:
    escalation = await escalation_for(db, person, ref)
    return QuestionOut.of(await ask_support(db, escalation, data.question, by=person))


@post("/api/escalations/{ref:str}/mitigation")
async def create_mitigation(db: Db, person: Me, ref: Ref, data: JSONBody[MitigateEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await mitigate_escalation(db, escalation, data.workaround, with_zone(data.fix_due_at), by=person)
    return await after(db, escalation)


@post("/api/escalations/{ref:str}/resolution")
async def create_resolution(db: Db, person: Me, ref: Ref, data: JSONBody[ResolveEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await resolve_escalation(db, escalation, data.resolution, by=person)
    return await after(db, escalation)


HANDLERS = [
    create_acknowledgement, create_acceptance, create_return, create_transfer, create_duplicate, create_snooze, create_awakening,
    create_question, create_mitigation, create_resolution,
]  # fmt: skip
