"""Incidents for programs, from their declaration to their root cause."""

from litestar import get, post
from litestar.params import FromQuery, JSONBody

from ....cases.queries import case_for
from ....people.access import Me
from ....platform.db import Session
from ....platform.web import Db, Ref
from ...actions import (
    declare_incident,
    mitigate_incident,
    post_update,
    reactivate_incident,
    resolve_incident,
    revise_incident,
)
from ...forms import PostUpdate, Reactivation, Resolution
from ...models import Incident
from ...queries import impact_of, incident_for, resolved_incidents, unresolved_incidents
from .shapes import (
    Declaration,
    ImpactRead,
    IncidentInFull,
    IncidentLineRead,
    IncidentRead,
    MitigatedAt,
    Revision,
    UpdateRead,
)


@get("/api/incidents")
async def list_incidents(db: Db, person: Me, resolved: FromQuery[bool] = False) -> list[IncidentLineRead]:
    found = await (resolved_incidents(db) if resolved else unresolved_incidents(db))
    return [IncidentLineRead.model_validate(line) for line in found]


@get("/api/incidents/{ref:str}")
async def read_incident(db: Db, person: Me, ref: Ref) -> IncidentInFull:
    return await _in_full(db, await incident_for(db, person, ref))


@post("/api/incidents")
async def post_incident(db: Db, person: Me, data: JSONBody[Declaration]) -> IncidentInFull:
    case = await case_for(db, person, data.case, lock=True) if data.case else None
    return await _in_full(db, await declare_incident(db, data.boundary, data.account("UTC"), by=person, found_in=case))


@post("/api/incidents/{ref:str}/revisions")
async def post_revision(db: Db, person: Me, ref: Ref, data: JSONBody[Revision]) -> IncidentInFull:
    incident = await incident_for(db, person, ref, lock=True)
    await revise_incident(db, incident, data.account("UTC"), version=data.version, by=person)
    return await _in_full(db, incident)


@post("/api/incidents/{ref:str}/updates")
async def post_incident_update(db: Db, person: Me, ref: Ref, data: JSONBody[PostUpdate]) -> UpdateRead:
    incident = await incident_for(db, person, ref, lock=True)
    return UpdateRead.model_validate(await post_update(db, incident, data.text, by=person))


@post("/api/incidents/{ref:str}/mitigation")
async def post_mitigation(db: Db, person: Me, ref: Ref, data: JSONBody[MitigatedAt]) -> IncidentInFull:
    incident = await incident_for(db, person, ref, lock=True)
    await mitigate_incident(db, incident, data.note, at=data.at, by=person)
    return await _in_full(db, incident)


@post("/api/incidents/{ref:str}/resolution")
async def post_resolution(db: Db, person: Me, ref: Ref, data: JSONBody[Resolution]) -> IncidentInFull:
    incident = await incident_for(db, person, ref, lock=True)
    await resolve_incident(db, incident, data.root_cause, by=person)
    return await _in_full(db, incident)


@post("/api/incidents/{ref:str}/reactivations")
async def post_reactivation(db: Db, person: Me, ref: Ref, data: JSONBody[Reactivation]) -> IncidentInFull:
    incident = await incident_for(db, person, ref, lock=True)
    await reactivate_incident(db, incident, data.reason, by=person)
    return await _in_full(db, incident)


async def _in_full(db: Session, incident: Incident) -> IncidentInFull:
    await db.flush()
    impact = ImpactRead.model_validate(await impact_of(db, incident))
    return IncidentInFull(incident=IncidentRead.model_validate(incident), impact=impact)


HANDLERS = [
    list_incidents, read_incident, post_incident, post_revision, post_incident_update, post_mitigation, post_resolution, post_reactivation,
]  # fmt: skip
