"""The list of incidents and the page of one; `about` is what its parts need, after a verb as well."""

from typing import Any

from litestar import get

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...platform.time import now, spell
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, changed, invalid, page
from ..models import Incident
from ..queries import (
    PAGE,
    count_suggested,
    hit_customers,
    impact_of,
    incident_for,
    linked_cases,
    resolved_incidents,
    suggested_case_lines,
    unresolved_incidents,
    updates_of,
)
from ..reach import what_in_words, where_in_words


@get("/incidents")
async def index_incidents(request: Request, db: Db, person: Me) -> HtmlResponse:
    before = _before(request.query_params.get("before", ""))
    unresolved = [] if before else await unresolved_incidents(db)
    resolved = await resolved_incidents(db, before=before)
    older = f"/incidents?before={resolved[-1].ref}" if len(resolved) == PAGE else ""
    return page(
        request,
        "incidents/index.html",
        topics=["incident"],
        unresolved=unresolved,
        resolved=resolved,
        older=older,
        is_first=before is None,
    )


@get("/incidents/{ref:str}")
async def show_incident(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "incidents/show.html", **await about(db, await incident_for(db, person, ref)))


async def about(db: Session, incident: Incident, *, form_of: str = "") -> dict[str, Any]:
    """`form_of` names the one of the page's forms that has errors."""
    await db.flush()
    return {
        "incident": incident,
        "topics": [incident.subject],
        "declarer": await db.get(Person, incident.declared_by) if incident.declared_by else None,
        "what": what_in_words(incident.families, incident.products),
        "where": where_in_words(incident.regions),
        "lasted": spell(incident.lasted(now())),
        "updates": await updates_of(db, incident),
        "impact": await impact_of(db, incident),
        "customers": await hit_customers(db, incident),
        "cases": await linked_cases(db, incident),
        "suggested": await count_suggested(db, incident),
        "suggestions": await suggested_case_lines(db, incident),
        "form_of": form_of,
    }


async def mend(request: Request, db: Session, incident: Incident, form: Form[Any], form_of: str) -> HtmlResponse:
    return invalid(request, "incidents/show.html", form, **await about(db, incident, form_of=form_of))


async def told(request: Request, db: Session, incident: Incident, toast: str) -> HtmlResponse:
    return changed(
        request, "incidents/changed.html", page=f"/incidents/{incident.ref}", toast=toast, **await about(db, incident)
    )


def _before(ref: str) -> int | None:
    try:
        return id_of(ref, "I")
    except NotFound:
        return None


HANDLERS = [index_incidents, show_incident]
