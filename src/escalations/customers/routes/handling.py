"""How a customer wants to be treated."""

from litestar import get, post

from ...people.access import Me
from ...platform.errors import Stale
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import revise_handling_notes
from ..forms import HandlingNotes
from ..queries import customer_for


@get("/customers/{ref:str}/handling-notes/edit")
async def edit_handling_notes(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "customers/handling_notes/edit.html", customer=await customer_for(db, person, ref))


@post("/customers/{ref:str}/handling-notes")
async def create_handling_notes(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref, lock=True)
    form = await read_form(request, HandlingNotes)
    if form.errors:
        return invalid(request, "customers/handling_notes/edit.html", form, customer=customer)
    notes = form.value
    try:
        await revise_handling_notes(db, customer, notes.handling_notes, version=notes.version, by=person)
    except Stale:
        return conflict(request, "customers/handling_notes/edit.html", form, theirs=customer, customer=customer)
    return went(request, f"/customers/{ref}", toast="Handling notes saved.")


HANDLERS = [edit_handling_notes, create_handling_notes]
