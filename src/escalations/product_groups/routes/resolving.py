"""The product group has a way around, or the answer."""

from litestar import post

from ...cases.forms import in_zone
from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import mitigate_escalation, resolve_escalation
from ..forms import MitigateEscalation, ResolveEscalation
from ..models import Escalation
from .deciding import decide


@post("/escalations/{ref:str}/mitigation")
async def create_mitigation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: MitigateEscalation) -> str:
        due = in_zone(value.fix_due_at, person.time_zone) or value.fix_due_at
        await mitigate_escalation(db, escalation, value.workaround, due, by=person)
        return f"Support has the way around of {escalation.ref}; the fix stays owed."

    return await decide(request, db, person, ref, MitigateEscalation, "mitigation", act)


@post("/escalations/{ref:str}/resolution")
async def create_resolution(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: ResolveEscalation) -> str:
        await resolve_escalation(db, escalation, value.resolution, by=person)
        return f"{escalation.ref} is resolved; support tells the customer."

    return await decide(request, db, person, ref, ResolveEscalation, "resolution", act)


HANDLERS = [create_mitigation, create_resolution]
