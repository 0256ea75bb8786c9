"""Support closes the loop, opens it again, or takes its question back."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import close_escalation, reopen_escalation, withdraw_escalation
from ..forms import ReopenEscalation, WithdrawEscalation
from ..models import Escalation
from ..queries import escalation_for
from .deciding import decide, told


@post("/escalations/{ref:str}/closure")
async def create_closure(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    await close_escalation(db, escalation, by=person)
    return await told(request, db, person, escalation, f"The loop on {escalation.ref} is closed.")


@post("/escalations/{ref:str}/reopening")
async def create_reopening(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: ReopenEscalation) -> str:
        await reopen_escalation(db, escalation, value.reason, by=person)
        return f"{escalation.ref} is with {escalation.group_name} again."

    return await decide(request, db, person, ref, ReopenEscalation, "reopening", act)


@post("/escalations/{ref:str}/withdrawal")
async def create_withdrawal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: WithdrawEscalation) -> str:
        await withdraw_escalation(db, escalation, value.reason, by=person)
        return f"{escalation.ref} is withdrawn."

    return await decide(request, db, person, ref, WithdrawEscalation, "withdrawal", act)


HANDLERS = [create_closure, create_reopening, create_withdrawal]
