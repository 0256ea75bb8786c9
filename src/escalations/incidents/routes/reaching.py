"""How far it reaches: the subscriptions that the cloud names, and what somebody estimates."""

from litestar import post

from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import estimate_impact, list_subscriptions, unlist_subscription
from ..actions.listing import codes_in
from ..counted import counted
from ..forms import Estimate, ListSubscriptions, UnlistSubscription
from ..queries import incident_for
from .answering import mend, told


@post("/incidents/{ref:str}/subscriptions")
async def create_subscriptions(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, ListSubscriptions)
    if form.errors:
        return await mend(request, db, incident, form, "subscriptions")
    try:
        added = await list_subscriptions(db, incident, codes_in(form.value.codes), by=person)
    except Refused as refused:
        return await mend(request, db, incident, form.refuse("codes", str(refused)), "subscriptions")
    new = (
        f"{counted(added, 'subscription')} added. Open cases of them are suggested."
        if added
        else "All of them are listed already."
    )
    return await told(request, db, incident, new)


@post("/incidents/{ref:str}/subscriptions/removals")
async def create_removal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, UnlistSubscription)
    if form.errors:
        return await mend(request, db, incident, form, "subscriptions")
    await unlist_subscription(db, incident, form.value.code, by=person)
    return await told(request, db, incident, "No longer on the list.")


@post("/incidents/{ref:str}/estimates")
async def create_estimate(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, Estimate)
    if form.errors:
        return await mend(request, db, incident, form, "estimate")
    await estimate_impact(db, incident, form.value.customers, form.value.source, by=person)
    return await told(request, db, incident, "The estimate stands beside what is counted.")


HANDLERS = [create_subscriptions, create_removal, create_estimate]
