"""A customer's subscriptions."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, invalid, read_form
from ..actions import add_subscription
from ..forms import NewSubscription
from ..queries import customer_for
from .showing import about, told


@post("/customers/{ref:str}/subscriptions")
async def create_subscription(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    form = await read_form(request, NewSubscription)
    if form.errors:
        return invalid(request, "customers/show.html", form, **await about(db, customer, form_of="subscription"))
    wanted = form.value
    await add_subscription(
        db, customer, wanted.code, wanted.name, regions=wanted.regions, services=wanted.services, by=person
    )
    return await told(request, db, customer, f"Added the subscription {wanted.name}.")


HANDLERS = [create_subscription]
