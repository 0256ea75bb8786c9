"""The page of an incident after a verb: with a form to mend, or changed."""

from typing import Any

from ...platform.db import Session
from ...platform.web import Form, HtmlResponse, Request, changed, invalid
from ...platform.web.growing import shown_by_now
from ..models import Incident
from ..queries import SHOWN
from .showing import about


async def mend(request: Request, db: Session, incident: Incident, form: Form[Any], form_of: str) -> HtmlResponse:
    shown = shown_by_now(request, SHOWN)
    return invalid(request, "incidents/show.html", form, **await about(db, incident, form_of=form_of, shown=shown))


async def told(request: Request, db: Session, incident: Incident, toast: str) -> HtmlResponse:
    """As many linked cases as the page had by then."""
    parts = await about(db, incident, shown=shown_by_now(request, SHOWN))
    return changed(request, "incidents/changed.html", page=f"/incidents/{incident.ref}", toast=toast, **parts)
