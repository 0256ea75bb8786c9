"""Incidents for programs."""

from datetime import datetime

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from pydantic import AwareDatetime, BaseModel, ConfigDict

from ...cases.queries import case_for
from ...people.access import Me
from ...platform.db import Session
from ...platform.web import Db, Ref
from ..actions import (
    confirm_all_suggested,
    confirm_link,
    declare_incident,
    end_link,
    mitigate_incident,
    post_update,
    reactivate_incident,
    reject_link,
    resolve_incident,
    revise_incident,
)
from ..forms import (
    DeclareIncident,
    EndOfLink,
    Mitigation,
    PostUpdate,
    Reactivation,
    Rejection,
    Resolution,
    ReviseIncident,
)
from ..models import CaseIncidentLink, Incident
from ..queries import impact_of, incident_for, resolved_incidents, unresolved_incidents


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class IncidentLineRead(_Read):
    ref: str
    title: str
    severity: str
    state: str
    boundary: str
    cases: int
    open_cases: int
    customers: int
    suggested: int


class ImpactRead(_Read):
    cases: int
    open_cases: int
    customers: int
    covered: int
    subscriptions: int
    regions: list[str]
    first_case_at: datetime | None
    before_declared: int


class IncidentRead(_Read):
    ref: str
    title: str
    summary: str
    severity: str
    state: str
    boundary: str
    families: list[str]
    products: list[str]
    regions: list[str]
    started_at: datetime
    declared_at: datetime
    mitigated_at: datetime | None
    resolved_at: datetime | None
    root_cause: str
    version: int


class IncidentInFull(BaseModel):
    incident: IncidentRead
    impact: ImpactRead


class UpdateRead(_Read):
    id: int
    at: datetime
    text: str
    state: str
    author_name: str


class LinkRead(_Read):
    case_ref: str
    incident_ref: str
    state: str
    method: str
    score: int
    evidence: list[str]
    at: datetime
    ended_at: datetime | None
    reason: str


class Declaration(DeclareIncident):
    started_at: AwareDatetime


class Revision(ReviseIncident):
    started_at: AwareDatetime


class MitigatedAt(Mitigation):
    at: AwareDatetime | None = None


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


@post("/api/incidents/{ref:str}/confirmed-suggestions")
async def post_confirmations(db: Db, person: Me, ref: Ref) -> list[LinkRead]:
    links = await confirm_all_suggested(db, await incident_for(db, person, ref), by=person)
    return [LinkRead.model_validate(link) for link in links]


@post("/api/incidents/{ref:str}/cases/{case:str}/confirmation")
async def post_link_confirmation(db: Db, person: Me, ref: Ref, case: Ref) -> LinkRead:
    linked = await case_for(db, person, case, lock=True)
    return _link(await confirm_link(db, linked, await incident_for(db, person, ref), by=person))


@post("/api/incidents/{ref:str}/cases/{case:str}/rejection")
async def post_link_rejection(db: Db, person: Me, ref: Ref, case: Ref, data: JSONBody[Rejection]) -> LinkRead:
    denied = await case_for(db, person, case, lock=True)
    return _link(await reject_link(db, denied, await incident_for(db, person, ref), data.reason, by=person))


@post("/api/incidents/{ref:str}/cases/{case:str}/end")
async def post_link_end(db: Db, person: Me, ref: Ref, case: Ref, data: JSONBody[EndOfLink]) -> LinkRead:
    unlinked = await case_for(db, person, case, lock=True)
    return _link(await end_link(db, unlinked, await incident_for(db, person, ref), data.reason, by=person))


async def _in_full(db: Session, incident: Incident) -> IncidentInFull:
    await db.flush()
    impact = ImpactRead.model_validate(await impact_of(db, incident))
    return IncidentInFull(incident=IncidentRead.model_validate(incident), impact=impact)


def _link(link: CaseIncidentLink) -> LinkRead:
    return LinkRead.model_validate(link)


HANDLERS = [
    list_incidents, read_incident, post_incident, post_revision, post_incident_update, post_mitigation, post_resolution, post_reactivation,
    post_confirmations, post_link_confirmation, post_link_rejection, post_link_end,
]  # fmt: skip
