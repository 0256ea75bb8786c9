"""The form of an incident: declaring one, from a case or from nothing, and revising it."""

from typing import Any

from litestar import get, post

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, Stale
from ...platform.time import now
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import Account, declare_incident, revise_incident
from ..forms import DeclareIncident, ReviseIncident
from ..models import Incident
from ..queries import incident_for
from ..reach import family_options, product_options, region_options, what_in_words, where_in_words


@get("/incidents/new")
async def new_incident(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "declare_incidents")
    ref = request.query_params.get("case", "")
    case = await case_for(db, person, ref) if ref else None
    return page(request, "incidents/new.html", **await _offered(db, person, case))


@post("/incidents")
async def create_incident(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "declare_incidents")
    form = await read_form(request, DeclareIncident)
    ref = form.typed.get("case", "")
    case = await case_for(db, person, ref, lock=True) if ref else None
    if form.errors:
        return invalid(request, "incidents/new.html", form, **await _offered(db, person, case, form))
    wanted = form.value
    try:
        incident = await declare_incident(
            db, wanted.boundary, wanted.account(person.time_zone), by=person, found_in=case
        )
    except Refused as refused:
        return conflict(
            request, "incidents/new.html", form.refuse("", str(refused)), **await _offered(db, person, case, form)
        )
    return went(request, f"/incidents/{incident.ref}", toast=f"{incident.ref} is declared.")


@get("/incidents/{ref:str}/edit")
async def edit_incident(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    allow(person, "declare_incidents")
    return page(request, "incidents/edit.html", **_revisable(await incident_for(db, person, ref)))


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


async def _offered(db: Session, person: Person, case: Case | None, form: Form[Any] | None = None) -> dict[str, Any]:
    """A case brings what is known of it along."""
    boundaries = [case.boundary] if case else sorted(await open_boundaries(db, person))
    was = _account_of(case) if case else Account(title="", summary="", severity="B", started_at=now())
    return {"case": case, "boundaries": boundaries, "was": was, **_reach(boundaries, was, form)}


def _account_of(case: Case) -> Account:
    return Account(
        title=case.title, summary="", severity=case.severity, started_at=case.problem_started_at or case.opened_at, families=[case.family],
        products=[case.product] if case.product else [], regions=[case.region] if case.region else [],
    )  # fmt: skip


def _revisable(incident: Incident, form: Form[Any] | None = None) -> dict[str, Any]:
    now_there = {
        "theirs_what": what_in_words(incident.families, incident.products),
        "theirs_where": where_in_words(incident.regions),
    }
    return {"incident": incident, "was": incident, **now_there, **_reach([incident.boundary], incident, form)}


def _reach(boundaries: list[str], was: Account | Incident, form: Form[Any] | None) -> dict[str, Any]:
    """What can be ticked, and what is: as typed where a form comes back."""
    ticked = {
        part: form.typed.get(part, []) if form else getattr(was, part) for part in ("families", "products", "regions")
    }
    return {
        "families": family_options(ticked["families"]),
        "products": product_options(ticked["products"]),
        "regions": region_options(boundaries, ticked["regions"]),
    }


HANDLERS = [new_incident, create_incident, edit_incident, create_revision]
