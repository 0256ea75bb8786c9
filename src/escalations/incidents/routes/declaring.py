"""Declaring an incident, from a case or from nothing."""

from litestar import get, post

from ...cases.queries import case_for
from ...people.access import Me
from ...people.roles import allow
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import declare_incident
from ..forms import DeclareIncident
from .offering import offered


@get("/incidents/new")
async def new_incident(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "declare_incidents")
    ref = request.query_params.get("case", "")
    case = await case_for(db, person, ref) if ref else None
    return page(request, "incidents/new.html", **await offered(db, person, case))


@post("/incidents")
async def create_incident(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "declare_incidents")
    form = await read_form(request, DeclareIncident)
    ref = form.typed.get("case", "")
    case = await case_for(db, person, ref, lock=True) if ref else None
    if form.errors:
        return invalid(request, "incidents/new.html", form, **await offered(db, person, case, form))
    wanted = form.value
    try:
        incident = await declare_incident(
            db, wanted.boundary, wanted.account(person.time_zone), by=person, found_in=case
        )
    except Refused as refused:
        return conflict(
            request, "incidents/new.html", form.refuse("", str(refused)), **await offered(db, person, case, form)
        )
    return went(request, f"/incidents/{incident.ref}", toast=f"{incident.ref} is declared.")


HANDLERS = [new_incident, create_incident]
