"""The page of one incident; `about` is what its parts need, after a verb as well."""

from typing import Any

from litestar import get

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.time import now, spell
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ..models import Incident
from ..queries import (
    count_suggested,
    hit_customers,
    impact_of,
    incident_for,
    linked_cases,
    newest_batch,
    suggested_case_lines,
    updates_of,
)
from ..reach import what_in_words, where_in_words


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
        "batch": await newest_batch(db, incident, now()),
        "suggestions": await suggested_case_lines(db, incident),
        "form_of": form_of,
    }


HANDLERS = [show_incident]
