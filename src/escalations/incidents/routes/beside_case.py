"""The verbs on incidents that stand on the page of a case."""

from litestar import post

from ...cases.queries import case_for
from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import confirm_link, end_link, reject_link
from ..forms import EndOfLink
from ..queries import incident_for
from .slot import mend, told


@post("/cases/{ref:str}/incidents/{incident:str}/confirmation")
async def create_confirmation(request: Request, db: Db, person: Me, ref: Ref, incident: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    linked = await incident_for(db, person, incident)
    await confirm_link(db, case, linked, by=person)
    return await told(request, db, case, f"Linked to {linked.ref}.")


@post("/cases/{ref:str}/incidents/{incident:str}/rejection")
async def create_rejection(request: Request, db: Db, person: Me, ref: Ref, incident: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    denied = await incident_for(db, person, incident)
    await reject_link(db, case, denied, by=person)
    return await told(request, db, case, f"{denied.ref} is set aside for this case.")


@post("/cases/{ref:str}/incidents/{incident:str}/end")
async def create_end(request: Request, db: Db, person: Me, ref: Ref, incident: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    unlinked = await incident_for(db, person, incident)
    form = await read_form(request, EndOfLink)
    if form.errors:
        return await mend(request, db, case, form, f"end-{unlinked.ref}")
    await end_link(db, case, unlinked, form.value.reason, by=person)
    return await told(request, db, case, f"No longer linked to {unlinked.ref}.")


HANDLERS = [create_confirmation, create_rejection, create_end]
