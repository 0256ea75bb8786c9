"""Entering an absence: the cases and the hours it leaves are said before it is saved."""

from zoneinfo import ZoneInfo

from litestar import get, post

from ...coverage.actions import add_absence
from ...coverage.actions.absenting import allow_for
from ...coverage.forms import AbsenceForm
from ...coverage.models import KINDS
from ...coverage.previewing import effects, without
from ...coverage.queries import coverage
from ...coverage.spans import Span
from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries, person_for
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.time import now
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, invalid, page, read_form
from ...platform.web.pages import went
from ..queries import impact_of_absence

NEW = "desk/roster/absence.html"


@get("/people/{ref:str}/absences/new")
async def new_absence(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    shown = await person_for(db, ref)
    allow_for(shown, person)
    asked = {name: request.query_params.get(name, "") for name in ("start", "end")}
    return page(request, NEW, shown=shown, kinds=KINDS, asked=asked, lines=None, impact=None)


@post("/people/{ref:str}/absences")
async def create_absence(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    shown = await person_for(db, ref)
    allow_for(shown, person)
    form = await read_form(request, AbsenceForm)
    about = {"shown": shown, "kinds": KINDS, "asked": {}, "lines": None, "impact": None}
    if form.errors:
        return invalid(request, NEW, form, **about)
    span = form.value.span(ZoneInfo(person.time_zone))
    if form.value.is_only_looked_at:
        return await _looked_at(request, db, person, shown, form, span)
    try:
        await add_absence(db, shown, span, form.value.kind, by=person)
    except Refused as problem:
        return invalid(request, NEW, form.refuse("", str(problem)), **about)
    return went(request, f"/people/{ref}/absences", toast="Saved.")


async def _looked_at(
    request: Request, db: Session, by: Person, shown: Person, form: Form[AbsenceForm], span: Span
) -> HtmlResponse:
    if form.value.step == "save":
        form.refuse("", "You changed something after looking at what it leaves. Look again, then save.")
    found = await coverage(db, await open_boundaries(db, by), now())
    lines = effects(found, without(found.stints, span, person_id=shown.id), ZoneInfo(by.time_zone))
    impact = await impact_of_absence(db, by, shown, span)
    status = 422 if form.errors else 200
    return page(request, NEW, status=status, form=form, shown=shown, kinds=KINDS, asked={}, lines=lines, impact=impact)


HANDLERS = [new_absence, create_absence]
