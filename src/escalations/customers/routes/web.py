"""The customers, one customer, its plan, handling notes and cover."""

from typing import Any

from litestar import get, post

from ...people.access import Me
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Stale
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import add_customer, end_cover, grant_cover, revise_customer, revise_handling_notes
from ..forms import Cover, EndOfCover, HandlingNotes, NewCustomer, RevisedCustomer
from ..models import PLANS, Customer
from ..queries import contacts_of, customer_for, customers_in_sight, subscriptions_of

PAGE = 50


@get("/customers")
async def index_customers(request: Request, db: Db, person: Me) -> HtmlResponse:
    text, after = request.query_params.get("q", ""), request.query_params.get("after", "")
    covered = request.query_params.get("covered") == "1"
    found = await customers_in_sight(
        db, text, PAGE + 1, after=int(after) if after.isdecimal() else None, covered_at=now() if covered else None
    )
    return page(
        request, "customers/index.html", topics=["customer"], customers=found[:PAGE], text=text, covered=covered,
        next_after=found[PAGE - 1].id if len(found) > PAGE else None,
    )  # fmt: skip


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


@get("/customers/{ref:str}")
async def show_customer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "customers/show.html", **await about(db, await customer_for(db, person, ref)))


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


@post("/customers/{ref:str}/cover")
async def create_cover(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref, lock=True)
    form = await read_form(request, Cover)
    if form.errors:
        return invalid(request, "customers/show.html", form, **await about(db, customer, form_of="cover"))
    await grant_cover(db, customer, form.value.end_of_day(person.time_zone), by=person)
    return await told(request, db, customer, "Rapid response now covers this customer.")


@post("/customers/{ref:str}/cover-endings")
async def create_cover_ending(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref, lock=True)
    form = await read_form(request, EndOfCover)
    if form.errors:
        return invalid(request, "customers/show.html", form, **await about(db, customer, form_of="cover_ending"))
    await end_cover(db, customer, form.value.reason, by=person)
    return await told(request, db, customer, "Cover ended.")


async def about(db: Session, customer: Customer, *, form_of: str = "") -> dict[str, Any]:
    """What the customer's page shows. `form_of` names the one of its forms that has errors."""
    return {
        "customer": customer,
        "topics": [customer.subject],
        "contacts": await contacts_of(db, customer, also_left=True),
        "subscriptions": await subscriptions_of(db, customer),
        "form_of": form_of,
    }


async def told(request: Request, db: Session, customer: Customer, toast: str) -> HtmlResponse:
    return changed(
        request, "customers/changed.html", page=f"/customers/{customer.ref}", toast=toast, **await about(db, customer)
    )


HANDLERS = [
    index_customers,
    new_customer,
    create_customer,
    show_customer,
    edit_customer,
    create_revision,
    edit_handling_notes,
    create_handling_notes,
    create_cover,
    create_cover_ending,
]
