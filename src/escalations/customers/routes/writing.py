"""A customer added and revised."""

from litestar import get, post

from ...people.access import Me
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.errors import Stale
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import add_customer, revise_customer
from ..forms import NewCustomer, RevisedCustomer
from ..models import PLANS
from ..queries import customer_for


@get("/customers/new")
async def new_customer(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "manage_customers")
    return page(request, "customers/new.html", plans=PLANS, boundaries=sorted(await open_boundaries(db, person)))


@post("/customers")
async def create_customer(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, NewCustomer)
    if form.errors:
        boundaries = sorted(await open_boundaries(db, person))
        return invalid(request, "customers/new.html", form, plans=PLANS, boundaries=boundaries)
    wanted = form.value
    customer = await add_customer(db, wanted.facts, wanted.boundary, handling_notes=wanted.handling_notes, by=person)
    return went(request, f"/customers/{customer.ref}", toast=f"Added {customer.name}.")


@get("/customers/{ref:str}/edit")
async def edit_customer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    allow(person, "manage_customers")
    return page(request, "customers/edit.html", customer=customer, plans=PLANS)


@post("/customers/{ref:str}/revisions")
async def create_revision(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref, lock=True)
    form = await read_form(request, RevisedCustomer)
    if form.errors:
        return invalid(request, "customers/edit.html", form, customer=customer, plans=PLANS)
    try:
        await revise_customer(db, customer, form.value.facts, version=form.value.version, by=person)
    except Stale:
        return conflict(request, "customers/edit.html", form, theirs=customer, customer=customer, plans=PLANS)
    return went(request, f"/customers/{ref}", toast="Saved.")


HANDLERS = [new_customer, create_customer, edit_customer, create_revision]
