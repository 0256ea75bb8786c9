"""The product group has seen it, and takes it on."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import accept_escalation, acknowledge_escalation
from ..queries import escalation_for
from .deciding import told


@post("/escalations/{ref:str}/acknowledgement")
async def create_acknowledgement(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    await acknowledge_escalation(db, escalation, by=person)
    return await told(request, db, person, escalation, f"Support knows that {escalation.ref} is being read.")


@post("/escalations/{ref:str}/acceptance")
async def create_acceptance(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    await accept_escalation(db, escalation, by=person)
    return await told(request, db, person, escalation, f"{escalation.ref} is accepted.")


HANDLERS = [create_acknowledgement, create_acceptance]
