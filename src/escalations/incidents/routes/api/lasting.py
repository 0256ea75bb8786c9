"""What happens to an incident while it lasts, said by programs."""

from litestar import post
from litestar.params import JSONBody

from ....people.access import Me
from ....platform.web import Db, Ref
from ...actions import mitigate_incident, post_update, reactivate_incident, resolve_incident
from ...forms import PostUpdate, Reactivation, Resolution
from ...queries import incident_for
from .bodies import MitigatedAt
from .incidents import in_full
from .shapes import UpdateRead
from .whole import IncidentInFull


@post("/api/incidents/{ref:str}/updates")
async def post_incident_update(db: Db, person: Me, ref: Ref, data: JSONBody[PostUpdate]) -> UpdateRead:
    incident = await incident_for(db, person, ref, lock=True)
    update = await post_update(db, incident, data.text, by=person, spread=data.reach == "cases")
    return UpdateRead.model_validate(update)


@post("/api/incidents/{ref:str}/mitigation")
async def post_mitigation(db: Db, person: Me, ref: Ref, data: JSONBody[MitigatedAt]) -> IncidentInFull:
    incident = await incident_for(db, person, ref, lock=True)
    await mitigate_incident(db, incident, data.note, at=data.at, by=person)
    return await in_full(db, incident)


@post("/api/incidents/{ref:str}/resolution")
async def post_resolution(db: Db, person: Me, ref: Ref, data: JSONBody[Resolution]) -> IncidentInFull:
    incident = await incident_for(db, person, ref, lock=True)
    await resolve_incident(db, incident, data.root_cause, by=person)
    return await in_full(db, incident)


@post("/api/incidents/{ref:str}/reactivations")
async def post_reactivation(db: Db, person: Me, ref: Ref, data: JSONBody[Reactivation]) -> IncidentInFull:
    incident = await incident_for(db, person, ref, lock=True)
    await reactivate_incident(db, incident, data.reason, by=person)
    return await in_full(db, incident)


HANDLERS = [post_incident_update, post_mitigation, post_resolution, post_reactivation]
