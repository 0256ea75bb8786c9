"""The page of one customer; `about` is what its parts need, after a verb as well."""

from typing import Any

from litestar import get

from ...people.access import Me
from ...platform.db import Session
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, page
from ..models import HOURS, Customer
from ..queries import contacts_of, covers_of, customer_for, moments_of, subscriptions_of


@get("/customers/{ref:str}")
async def show_customer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "customers/show.html", **await about(db, await customer_for(db, person, ref)))


async def about(db: Session, customer: Customer, *, form_of: str = "") -> dict[str, Any]:
    """What the customer's page shows. `form_of` names the one of its forms that has errors."""
    return {
        "customer": customer,
        "topics": [customer.subject],
        "contacts": await contacts_of(db, customer, also_left=True),
        "subscriptions": await subscriptions_of(db, customer),
        "covers": await covers_of(db, customer),
        "hours": HOURS,
        "moments": await moments_of(db, customer, now()),
        "form_of": form_of,
    }


async def told(request: Request, db: Session, customer: Customer, toast: str) -> HtmlResponse:
    return changed(
        request, "customers/changed.html", page=f"/customers/{customer.ref}", toast=toast, **await about(db, customer)
    )


HANDLERS = [show_customer]
