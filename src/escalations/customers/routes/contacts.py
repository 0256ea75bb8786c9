"""A customer's contacts."""

from litestar import get, post
from litestar.params import FromPath

from ...people.access import Me
from ...people.roles import allow
from ...platform.errors import Stale
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import add_contact, note_departure, revise_contact
from ..forms import NewContact, RevisedContact
from ..queries import contact_for, customer_for
from .showing import about, told


@post("/customers/{ref:str}/contacts")
async def create_contact(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    form = await read_form(request, NewContact)
    if form.errors:
        return invalid(request, "customers/show.html", form, **await about(db, customer, form_of="contact"))
    contact = await add_contact(db, customer, form.value.facts, by=person)
    return await told(request, db, customer, f"Added {contact.name}.")


@get("/customers/{ref:str}/contacts/{contact_id:int}/edit")
async def edit_contact(request: Request, db: Db, person: Me, ref: Ref, contact_id: FromPath[int]) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    contact = await contact_for(db, customer, contact_id)
    allow(person, "manage_customers")
    return page(request, "customers/contacts/edit.html", customer=customer, contact=contact)


@post("/customers/{ref:str}/contacts/{contact_id:int}/revisions")
async def create_contact_revision(
    request: Request, db: Db, person: Me, ref: Ref, contact_id: FromPath[int]
) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    contact = await contact_for(db, customer, contact_id, lock=True)
    form = await read_form(request, RevisedContact)
    if form.errors:
        return invalid(request, "customers/contacts/edit.html", form, customer=customer, contact=contact)
    try:
        await revise_contact(db, customer, contact, form.value.facts, version=form.value.version, by=person)
    except Stale:
        return conflict(
            request, "customers/contacts/edit.html", form, theirs=contact, customer=customer, contact=contact
        )
    return went(request, f"/customers/{ref}", toast="Saved.")


@post("/customers/{ref:str}/contacts/{contact_id:int}/departure")
async def create_departure(request: Request, db: Db, person: Me, ref: Ref, contact_id: FromPath[int]) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    contact = await contact_for(db, customer, contact_id, lock=True)
    await note_departure(db, customer, contact, by=person)
    return await told(request, db, customer, f"{contact.name} is noted as having left.")


HANDLERS = [create_contact, edit_contact, create_contact_revision, create_departure]
