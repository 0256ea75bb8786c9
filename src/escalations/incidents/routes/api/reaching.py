"""How far an incident reaches, said by programs."""

from litestar import post
from litestar.params import FromPath, JSONBody

from ....people.access import Me
from ....platform.web import Db, Ref
from ...actions import estimate_impact, list_subscriptions, spread_update, unlist_subscription
from ...actions.listing import codes_in
from ...forms import Estimate, ListSubscriptions, UnlistSubscription
from ...queries import incident_for, update_of
from .shapes import CountRead, EstimateRead


@post("/api/incidents/{ref:str}/subscriptions")
async def post_subscriptions(db: Db, person: Me, ref: Ref, data: JSONBody[ListSubscriptions]) -> CountRead:
    """How many are new on the list."""
    incident = await incident_for(db, person, ref, lock=True)
    return CountRead(count=await list_subscriptions(db, incident, codes_in(data.codes), by=person))


@post("/api/incidents/{ref:str}/subscriptions/removals")
async def post_removal(db: Db, person: Me, ref: Ref, data: JSONBody[UnlistSubscription]) -> None:
    incident = await incident_for(db, person, ref, lock=True)
    await unlist_subscription(db, incident, data.code, by=person)


@post("/api/incidents/{ref:str}/estimates")
async def post_estimate(db: Db, person: Me, ref: Ref, data: JSONBody[Estimate]) -> EstimateRead:
    incident = await incident_for(db, person, ref, lock=True)
    return EstimateRead.model_validate(await estimate_impact(db, incident, data.customers, data.source, by=person))


@post("/api/incidents/{ref:str}/updates/{update:int}/spreading")
async def post_spreading(db: Db, person: Me, ref: Ref, update: FromPath[int]) -> CountRead:
    """To how many more cases it goes."""
    incident = await incident_for(db, person, ref, lock=True)
    return CountRead(count=await spread_update(db, incident, await update_of(db, incident, update), by=person))


HANDLERS = [post_subscriptions, post_removal, post_estimate, post_spreading]
