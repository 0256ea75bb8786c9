"""Cases on the page of an incident: linking them, one or all, or setting one aside."""

from litestar import post

from ...cases.queries import case_for
from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import confirm_all_suggested, confirm_link, reject_link
from ..forms import LinkCase
from ..queries import incident_for
from .answering import mend, told


@post("/incidents/{ref:str}/cases")
async def create_case_link(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """A case nobody suggested, by its number."""
    form = await read_form(request, LinkCase)
    if form.errors:
        return await mend(request, db, await incident_for(db, person, ref), form, "link")
    linked = await case_for(db, person, form.value.case, lock=True)
    incident = await incident_for(db, person, ref)
    await confirm_link(db, linked, incident, by=person)
    return await told(request, db, incident, f"{linked.ref} is linked.")


@post("/incidents/{ref:str}/cases/{case:str}/confirmation")
async def create_case_confirmation(request: Request, db: Db, person: Me, ref: Ref, case: Ref) -> HtmlResponse:
    linked = await case_for(db, person, case, lock=True)
    incident = await incident_for(db, person, ref)
    await confirm_link(db, linked, incident, by=person)
    return await told(request, db, incident, f"{linked.ref} is linked.")


@post("/incidents/{ref:str}/cases/{case:str}/rejection")
async def create_case_rejection(request: Request, db: Db, person: Me, ref: Ref, case: Ref) -> HtmlResponse:
    denied = await case_for(db, person, case, lock=True)
    incident = await incident_for(db, person, ref)
    await reject_link(db, denied, incident, by=person)
    return await told(request, db, incident, f"{denied.ref} is set aside.")


@post("/incidents/{ref:str}/confirmed-suggestions")
async def create_confirmations(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref)
    links = await confirm_all_suggested(db, incident, by=person)
    return await told(
        request, db, incident, f"{len(links)} cases are linked." if len(links) != 1 else "One case is linked."
    )


HANDLERS = [create_case_link, create_case_confirmation, create_case_rejection, create_confirmations]
