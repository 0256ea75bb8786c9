"""Revising an incident, so that two who do it at once see each other."""

from typing import Any

from litestar import get, post

from ...people.access import Me
from ...people.roles import allow
from ...platform.errors import Refused, Stale
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import revise_incident
from ..forms import ReviseIncident
from ..models import Incident
from ..queries import incident_for
from ..reach import what_in_words, where_in_words
from ..ticking import ticks


@get("/incidents/{ref:str}/edit")
async def edit_incident(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref)
    allow(person, "declare_incidents")
    return page(request, "incidents/edit.html", **_revisable(incident))


@post("/incidents/{ref:str}/revisions")
async def create_revision(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, ReviseIncident)
    if form.errors:
        return invalid(request, "incidents/edit.html", form, **_revisable(incident, form))
    try:
        await revise_incident(db, incident, form.value.account(person.time_zone), version=form.value.version, by=person)
    except Refused as refused:
        return conflict(request, "incidents/edit.html", form.refuse("", str(refused)), **_revisable(incident, form))
    except Stale:
        return conflict(request, "incidents/edit.html", form, theirs=incident, **_revisable(incident, form))
    return went(request, f"/incidents/{ref}", toast="Saved.")


def _revisable(incident: Incident, form: Form[Any] | None = None) -> dict[str, Any]:
    now_there = {
        "theirs_what": what_in_words(incident.families, incident.products),
        "theirs_where": where_in_words(incident.regions),
    }
    return {"incident": incident, "was": incident, **now_there, **ticks([incident.boundary], incident, form)}


HANDLERS = [edit_incident, create_revision]
