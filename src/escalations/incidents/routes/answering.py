"""The page of an incident after a verb: with a form to mend, or changed."""

from typing import Any

from ...platform.db import Session
from ...platform.web import Form, HtmlResponse, Request, changed, invalid
from ..models import Incident
from .showing import about


async def mend(request: Request, db: Session, incident: Incident, form: Form[Any], form_of: str) -> HtmlResponse:
    return invalid(request, "incidents/show.html", form, **await about(db, incident, form_of=form_of))


async def told(request: Request, db: Session, incident: Incident, toast: str) -> HtmlResponse:
    return changed(
        request, "incidents/changed.html", page=f"/incidents/{incident.ref}", toast=toast, **await about(db, incident)
    )
