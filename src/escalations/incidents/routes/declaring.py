"""Declaring an incident, from a case or from nothing."""

from typing import Any

from litestar import get, post

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.time import now
from ...platform.web import Db, Form, HtmlResponse, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import Account, declare_incident
from ..choices import ticks
from ..forms import DeclareIncident


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


async def _offered(db: Session, person: Person, case: Case | None, form: Form[Any] | None = None) -> dict[str, Any]:
    """A case brings what is known of it along."""
    boundaries = [case.boundary] if case else sorted(await open_boundaries(db, person))
    was = _account_of(case) if case else Account(title="", summary="", severity="B", started_at=now())
    return {"case": case, "boundaries": boundaries, "was": was, **ticks(boundaries, was, form)}


def _account_of(case: Case) -> Account:
    return Account(
        title=case.title, summary="", severity=case.severity, started_at=case.problem_started_at or case.opened_at, families=[case.family],
        products=[case.product] if case.product else [], regions=[case.region] if case.region else [],
    )  # fmt: skip


HANDLERS = [new_incident, create_incident]
