"""Severity: claimed, assessed, agreed."""

from typing import Any

from litestar import post

from ...customers.queries import contacts_of
from ...people.access import Me
from ...platform.db import Session
from ...platform.errors import NotFound, Refused
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, conflict, invalid, read_form
from ..actions import change_severity
from ..forms import SeverityForm
from ..models import Case
from ..queries import case_for, people_on
from .showing import WORDS, told

FORM = "cases/severity/_form.html"


@post("/cases/{ref:str}/severity")
async def create_severity(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, SeverityForm)
    if form.errors:
        return invalid(request, FORM, form, **await _offered(db, case))
    seen = form.value
    if case.version != seen.version and _has_moved(case, seen):
        theirs = {"severity": f"{case.severity} (claimed {case.claimed})"}
        return conflict(request, FORM, form, theirs=theirs, **await _offered(db, case))
    try:
        await change_severity(db, case, by=person, **seen.model_dump(exclude={"version", "seen"}))
    except (Refused, NotFound) as refused:
        return conflict(request, FORM, form.refuse(_field(form), str(refused)), **await _offered(db, case))
    return await told(request, db, case, "cases/severity/create.html", f"Severity {seen.severity}.")


def _has_moved(case: Case, seen: SeverityForm) -> bool:
    """The case changed since; that matters here only if its severity did."""
    return seen.seen is not None and seen.seen != (case.claimed if seen.kind == "claimed" else case.severity)


def _field(form: Form[SeverityForm]) -> str:
    """The one that most likely has to be filled in."""
    value = form.value
    if value.severity == "A" and value.always_contact_id is None:
        return "always_contact_id"
    return "contact_id" if value.kind == "agreed" and value.contact_id is None else "ground"


async def _offered(db: Session, case: Case) -> dict[str, Any]:
    customer, _, _ = await people_on(db, case)
    return {"case": case, "customer": customer, "contacts": await contacts_of(db, customer), **WORDS}


HANDLERS = [create_severity]
