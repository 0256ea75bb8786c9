"""Incidents for programs: read, declared and revised."""

from litestar import get, post
from litestar.params import FromQuery, JSONBody

from ....cases.queries import case_for
from ....people.access import Me
from ....platform.db import Session
from ....platform.web import Db, Ref
from ...actions import declare_incident, revise_incident
from ...models import Incident
from ...queries import impact_of, incident_for, resolved_incidents, unresolved_incidents
from .bodies import Declaration, Revision
from .shapes import IncidentLineRead
from .whole import ImpactRead, IncidentInFull, IncidentRead


@get("/api/incidents")
async def list_incidents(db: Db, person: Me, resolved: FromQuery[bool] = False) -> list[IncidentLineRead]:
    found = await (resolved_incidents(db) if resolved else unresolved_incidents(db))
    return [IncidentLineRead.model_validate(line) for line in found]


@get("/api/incidents/{ref:str}")
async def read_incident(db: Db, person: Me, ref: Ref) -> IncidentInFull:
    return await in_full(db, await incident_for(db, person, ref))


@post("/api/incidents")
async def post_incident(db: Db, person: Me, data: JSONBody[Declaration]) -> IncidentInFull:
    case = await case_for(db, person, data.case, lock=True) if data.case else None
    return await in_full(db, await declare_incident(db, data.boundary, data.account("UTC"), by=person, found_in=case))


@post("/api/incidents/{ref:str}/revisions")
async def post_revision(db: Db, person: Me, ref: Ref, data: JSONBody[Revision]) -> IncidentInFull:
    incident = await incident_for(db, person, ref, lock=True)
    await revise_incident(db, incident, data.account("UTC"), version=data.version, by=person)
    return await in_full(db, incident)


async def in_full(db: Session, incident: Incident) -> IncidentInFull:
    await db.flush()
    impact = ImpactRead.model_validate(await impact_of(db, incident))
    return IncidentInFull(incident=IncidentRead.model_validate(incident), impact=impact)


HANDLERS = [list_incidents, read_incident, post_incident, post_revision]
