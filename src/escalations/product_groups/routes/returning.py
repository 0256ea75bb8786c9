"""The product group sends it back, on, or to another one that is the same."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import mark_duplicate, return_escalation, transfer_escalation
from ..forms import MarkDuplicate, ReturnEscalation, TransferEscalation
from ..models import Escalation
from ..queries import escalation_for
from .deciding import decide


@post("/escalations/{ref:str}/return")
async def create_return(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: ReturnEscalation) -> str:
        await return_escalation(db, escalation, value.code, value.comment, missing_need=value.missing_need, by=person)
        return f"{escalation.ref} is back with support."

    return await decide(request, db, person, ref, ReturnEscalation, "return", act)


@post("/escalations/{ref:str}/transfer")
async def create_transfer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: TransferEscalation) -> str:
        await transfer_escalation(db, escalation, value.product_group, value.reason, by=person)
        return f"{escalation.ref} is with {escalation.group_name}."

    return await decide(request, db, person, ref, TransferEscalation, "transfer", act)


@post("/escalations/{ref:str}/duplicate")
async def create_duplicate(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: MarkDuplicate) -> str:
        other = await escalation_for(db, person, value.of.strip())
        await mark_duplicate(db, escalation, other, value.comment, by=person)
        return f"{other.ref} answers for {escalation.ref}, too."

    return await decide(request, db, person, ref, MarkDuplicate, "duplicate", act)


HANDLERS = [create_return, create_transfer, create_duplicate]
