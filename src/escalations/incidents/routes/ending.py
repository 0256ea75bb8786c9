"""Mitigated, resolved, active again."""

from litestar import post

from ...cases.forms import in_zone
from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import mitigate_incident, reactivate_incident, resolve_incident
from ..forms import Mitigation, Reactivation, Resolution
from ..queries import incident_for
from .answering import mend, told


@post("/incidents/{ref:str}/mitigation")
async def create_mitigation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, Mitigation)
    if form.errors:
        return await mend(request, db, incident, form, "mitigation")
    at = in_zone(form.value.at, person.time_zone)
    await mitigate_incident(db, incident, form.value.note, at=at, by=person)
    return await told(
        request, db, incident, f"{incident.ref} is mitigated. Its open cases are to be verified with their customers."
    )


@post("/incidents/{ref:str}/resolution")
async def create_resolution(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, Resolution)
    if form.errors:
        return await mend(request, db, incident, form, "resolution")
    await resolve_incident(db, incident, form.value.root_cause, by=person)
    return await told(request, db, incident, f"{incident.ref} is resolved.")


@post("/incidents/{ref:str}/reactivations")
async def create_reactivation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, Reactivation)
    if form.errors:
        return await mend(request, db, incident, form, "reactivation")
    await reactivate_incident(db, incident, form.value.reason, by=person)
    return await told(request, db, incident, f"{incident.ref} is active again.")


HANDLERS = [create_mitigation, create_resolution, create_reactivation]
