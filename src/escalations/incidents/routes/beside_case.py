"""What the page of a case shows of incidents: its links, what may be linked, and the verbs for both."""

from typing import Any

from litestar import get, post

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.access import Me
from ...platform.db import Session
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, changed, invalid, page, read_form
from ..actions import confirm_link, end_link, reject_link
from ..actions.suggesting import incidents_like
from ..forms import EndOfLink
from ..matching import SHOW_FROM
from ..queries import beside_case, incident_for, incidents_of_case

AT_MOST = 5


@get("/cases/{ref:str}/incidents")
async def show_incidents_of_case(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "incidents/case/_incidents.html", **await _beside(db, await case_for(db, person, ref)))


@post("/cases/{ref:str}/incidents/{incident:str}/confirmation")
async def create_confirmation(request: Request, db: Db, person: Me, ref: Ref, incident: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    linked = await incident_for(db, person, incident)
    await confirm_link(db, case, linked, by=person)
    return await _told(request, db, case, f"Linked to {linked.ref}.")


@post("/cases/{ref:str}/incidents/{incident:str}/rejection")
async def create_rejection(request: Request, db: Db, person: Me, ref: Ref, incident: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    denied = await incident_for(db, person, incident)
    await reject_link(db, case, denied, by=person)
    return await _told(request, db, case, f"{denied.ref} is set aside for this case.")


@post("/cases/{ref:str}/incidents/{incident:str}/end")
async def create_end(request: Request, db: Db, person: Me, ref: Ref, incident: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    unlinked = await incident_for(db, person, incident)
    form = await read_form(request, EndOfLink)
    if form.errors:
        return await _mend(request, db, case, form, f"end-{unlinked.ref}")
    await end_link(db, case, unlinked, form.value.reason, by=person)
    return await _told(request, db, case, f"No longer linked to {unlinked.ref}.")


async def _beside(db: Session, case: Case, *, form_of: str = "") -> dict[str, Any]:
    """Suggestions that were stored come before those that are only likely enough to be shown."""
    await db.flush()
    links = await incidents_of_case(db, case)
    like = [
        beside_case(incident, found.evidence)
        for incident, found in await incidents_like(db, case)
        if found.score >= SHOW_FROM
    ]
    return {
        "case": case,
        "linked": links["confirmed"],
        "offered": [*links["suggested"], *like][:AT_MOST],
        "denied": links["rejected"],
        "form_of": form_of,
    }


async def _mend(request: Request, db: Session, case: Case, form: Form[Any], form_of: str) -> HtmlResponse:
    return invalid(request, "incidents/case/_incidents.html", form, **await _beside(db, case, form_of=form_of))


async def _told(request: Request, db: Session, case: Case, toast: str) -> HtmlResponse:
    return changed(
        request, "incidents/case/changed.html", page=f"/cases/{case.ref}", toast=toast, **await _beside(db, case)
    )


HANDLERS = [show_incidents_of_case, create_confirmation, create_rejection, create_end]
