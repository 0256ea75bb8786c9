"""The product group has the answer."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, read_form
from ..actions import resolve_escalation
from ..forms import ResolveEscalation
from ..presenting import about_escalation
from ..queries import escalation_for


@post("/escalations/{ref:str}/resolution")
async def create_resolution(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    form = await read_form(request, ResolveEscalation)
    if form.errors:
        return invalid(request, "product_groups/resolution/_form.html", form, escalation=escalation)
    await resolve_escalation(db, escalation, form.value.resolution, by=person)
    about = await about_escalation(db, person, escalation)
    toast = f"{escalation.ref} is resolved; support tells the customer."
    return changed(request, "product_groups/decided.html", page=f"/escalations/{ref}", toast=toast, **about)


HANDLERS = [create_resolution]
