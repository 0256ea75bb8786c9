"""The page of one incident; `about` is what its parts need, after a verb as well."""

from typing import Any

from litestar import get

from ...people.access import Me
from ...platform.db import Session
from ...platform.time import now, spell
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ...platform.web.growing import shown_by_now
from ...platform.web.pages import is_htmx
from ..differing import difference
from ..impact_drawing import impact_drawn
from ..models import Incident
from ..queries import (
    SHOWN,
    count_suggested,
    declarer_of,
    hit_customers,
    hours_of_impact,
    impact_of,
    incident_for,
    linked_cases,
    listed_subscriptions,
    newest_estimate,
    suggested_case_lines,
    told_of,
    updates_of,
)
from ..queries.batches import merged_into, recent_batches, standing_merge
from ..reach import what_in_words, where_in_words


@get("/incidents/{ref:str}")
async def show_incident(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """The number of one that was merged leads to the incident that has its cases now."""
    incident = await incident_for(db, person, ref)
    if incident.merged_into_id is not None:
        return HtmlResponse(
            "", status_code=303, headers={"Location": f"/incidents/I-{incident.merged_into_id}?merged={incident.ref}"}
        )
    came_from, shown = request.query_params.get("merged", ""), shown_by_now(request, SHOWN)
    return page(request, "incidents/show.html", **await about(db, incident, came_from=came_from, shown=shown))


@get("/incidents/{ref:str}/cases")
async def show_linked_cases(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """Those behind the place `after`: with scripts they are put behind the rows that are there, without any they are a page."""
    incident = await incident_for(db, person, ref)
    linked = await linked_cases(db, incident, after=request.query_params.get("after", ""))
    name = "incidents/cases/more.html" if is_htmx(request) else "incidents/cases/index.html"
    return page(request, name, incident=incident, linked=linked)


@get("/incidents/{ref:str}/history")
async def show_history(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """The page of an incident as itself, also when it was merged into another."""
    return page(request, "incidents/show.html", **await about(db, await incident_for(db, person, ref)))


async def about(
    db: Session, incident: Incident, *, form_of: str = "", came_from: str = "", shown: int = SHOWN
) -> dict[str, Any]:
    """`form_of` names the one of the page's forms that has errors, `came_from` a merged incident whose number led here, `shown`
    how many linked cases a live page has by now."""
    await db.flush()
    impact, updates = await impact_of(db, incident), await updates_of(db, incident)
    estimate = await newest_estimate(db, incident)
    hours = await hours_of_impact(db, incident) if impact.cases else []
    moments = (
        (incident.declared_at, "declared"),
        (incident.mitigated_at, "mitigated"),
        (incident.resolved_at, "resolved"),
    )
    return {
        "incident": incident,
        "topics": [incident.subject],
        "declarer": await declarer_of(db, incident),
        "what": what_in_words(incident.families, incident.products),
        "where": where_in_words(incident.regions),
        "lasted": spell(incident.lasted(now())),
        "updates": updates,
        "told": await told_of(db, incident, updates) if updates else {},
        "impact": impact,
        "hours": hours,
        "impact_drawing": impact_drawn(hours, moments),
        "estimate": estimate,
        "difference": difference(estimate.customers, impact.customers) if estimate else "",
        "listed": await listed_subscriptions(db, incident),
        "batches": await recent_batches(db, incident),
        "taken_in": await merged_into(db, incident),
        "standing": await standing_merge(db, incident) if incident.merged_into_id is not None else None,
        "came_from": came_from,
        "customers": await hit_customers(db, incident),
        "grows": SHOWN,
        "linked": (linked := await linked_cases(db, incident, limit=shown)),
        "like_options": [(case.ref, f"{case.ref} {case.title}") for case in linked.shown],
        "suggested": (suggested := await count_suggested(db, incident)),
        "suggestions": await suggested_case_lines(db, incident) if suggested else [],
        "form_of": form_of,
    }


HANDLERS = [show_incident, show_history, show_linked_cases]
