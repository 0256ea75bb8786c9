"""The composer: what was typed, what the gate says of it, and the draft that is kept of it."""

from collections.abc import Sequence
from typing import Any

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.web import Form, HtmlResponse, Request, page
from ...platform.web.pages import invalid, is_htmx
from ..forms import Drafted
from ..gate import Finding, shown
from ..models import Case
from .promising import confirmations
from .showing import view

PART = "cases/_composer.html"


async def composer(
    request: Request, db: Session, person: Person, case: Case, form: Form[Any], mode: str, findings: Sequence[Finding] = ()
) -> HtmlResponse:  # fmt: skip
    """Again, with what was typed; without JavaScript a page with nothing else on it. 422 where the form has errors."""
    if case.closed_at is not None and mode == "reply":
        raise Refused(f"{case.ref} is closed. Reopen it to write to the customer.")
    context = await view(db, case) | {"mode": mode, "writes": mode, f"{mode}_form": form}
    if isinstance(form.parsed, Drafted):
        context |= confirmations(form.parsed, findings, person) | {"shown": shown(form.parsed.text, list(findings))}
        context["last_seen"] = form.parsed.last_seen or context["last_seen"]
    if form.errors:
        response = invalid(request, PART, form, **context)
    elif is_htmx(request):
        response = page(request, PART, form=form, **context)
    else:
        response = page(request, "mending.html", form=form, part=PART, **context)
    response.headers.update({"HX-Retarget": "#composer", "HX-Reswap": "outerMorph"})
    return response
