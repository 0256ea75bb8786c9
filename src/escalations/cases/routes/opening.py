"""The form of a new case, which reads along as its text is typed."""

from typing import Any

from litestar import get, post

from ...catalog.loading import catalogue
from ...customers.queries import contacts_of, customer_for, customers_in_sight, subscriptions_of
from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.web import Db, HtmlResponse, Request, invalid, page, read_form
from ...platform.web.pages import went
from ...routing.reading import read_text
from ..actions import NewCase, follow_up_on, open_case
from ..forms import OpenCase, in_zone
from ..queries import case_for


@get("/cases/new")
async def new_case(request: Request, db: Db, person: Me) -> HtmlResponse:
    chosen = request.query_params.get("customer")
    return page(request, "cases/new.html", **await _offered(db, person, chosen), typed=dict(request.query_params))


@get("/cases/new/customer")
async def show_new_case_customer(request: Request, db: Db, person: Me) -> HtmlResponse:
    """The part of the form that depends on the customer: contacts, subscriptions, regions, handling notes."""
    return page(
        request, "cases/opening/_customer.html", **await _offered(db, person, request.query_params.get("customer"))
    )


@post("/cases/new/reading")
async def show_reading(request: Request, person: Me) -> HtmlResponse:
    """What the system understands so far, with the words that made it think so. Changes nothing."""
    typed = await request.form()
    reading = read_text(str(typed.get("title", "")), str(typed.get("description", "")), [], [], catalogue())
    return page(request, "cases/opening/_reading.html", reading=reading, catalogue=catalogue())


@post("/cases")
async def create_case(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, OpenCase)
    if form.errors:
        return invalid(
            request, "cases/new.html", form, **await _offered(db, person, form.typed.get("customer")), typed=form.typed
        )
    value = form.value
    customer = await customer_for(db, person, value.customer)
    old = await case_for(db, person, value.follows) if value.follows else None
    told = value.model_dump(exclude={"customer", "problem_started_at", "follows"})
    started = in_zone(value.problem_started_at, person.time_zone)
    case = await open_case(db, NewCase(customer_id=customer.id, problem_started_at=started, **told), by=person)
    if old is not None:
        await follow_up_on(db, old, case, by=person)
    return went(request, f"/cases/{case.ref}", toast=f"{case.ref} is open.")


async def _offered(db: Session, person: Person, ref: str | None) -> dict[str, Any]:
    offered = {
        "catalogue": catalogue(),
        "customers": await customers_in_sight(db, limit=500),
        "customer": None,
        "contacts": [],
        "subscriptions": [],
    }
    if not ref:
        return offered
    try:
        customer = await customer_for(db, person, ref)
    except NotFound:
        return offered
    return offered | {
        "customer": customer,
        "contacts": await contacts_of(db, customer),
        "subscriptions": await subscriptions_of(db, customer),
    }


HANDLERS = [new_case, show_new_case_customer, show_reading, create_case]
