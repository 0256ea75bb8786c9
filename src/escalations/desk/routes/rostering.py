"""A person's place in the roster: what a change of it moves is said before it is saved."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath

from ...catalog.loading import catalogue
from ...people.access import Me
from ...people.actions import change_roster, disable_person, enable_person
from ...people.models import Person
from ...people.plans import RosterPlan
from ...people.queries import clearance_of, people, person_for, specialties_of
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Stale
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ...routing.rule_files import rule_set
from ..forms import RosterForm
from ..queries import impact_of_disabling, impact_of_plan, impact_of_revoking

EDIT = "desk/roster/edit.html"


@get("/people/{ref:str}/roster")
async def edit_roster(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    allow(person, "manage_roster")
    return page(request, EDIT, **await _about(db, await person_for(db, ref)), impact=None)


@post("/people/{ref:str}/roster")
async def create_roster(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """Saves only what was looked at: the first step, and a plan that changed since, show what they move."""
    allow(person, "manage_roster")
    shown = await person_for(db, ref)
    form = await read_form(request, RosterForm)
    if form.errors:
        return invalid(request, EDIT, form, **await _about(db, shown), impact=None)
    if form.value.step == "preview" or form.value.previewed != form.value.plan.mark:
        return await _previewed(request, db, person, shown, form)
    try:
        await change_roster(db, shown, form.value.plan, version=form.value.version, by=person)
    except Stale:
        about = await _about(db, shown)
        return conflict(request, EDIT, form, theirs=about["plan"], **about, impact=None)
    return went(request, f"/people/{ref}", toast="Saved.")


async def _previewed(
    request: Request, db: Session, reader: Person, shown: Person, form: Form[RosterForm]
) -> HtmlResponse:
    if form.value.step == "save":
        form.refuse("", "You changed something after looking at what it moves. Look again, then save.")
    impact = await impact_of_plan(db, reader, shown, form.value.plan)
    status = 422 if form.errors else 200
    return page(request, EDIT, status=status, form=form, **await _about(db, shown), impact=impact)


@get("/people/{ref:str}/disabling")
async def new_disabling(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    allow(person, "administer")
    shown = await person_for(db, ref)
    return page(request, "desk/roster/disabling.html", shown=shown, impact=await impact_of_disabling(db, person, shown))


@post("/people/{ref:str}/disabling")
async def create_disabling(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    shown = await person_for(db, ref)
    await disable_person(db, shown, by=person)
    return went(request, f"/people/{ref}", toast=f"{shown.name} is disabled.")


@post("/people/{ref:str}/enabling")
async def create_enabling(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    shown = await person_for(db, ref)
    await enable_person(db, shown, by=person)
    return went(request, f"/people/{ref}", toast=f"{shown.name} is enabled again, and offline.")


@get("/people/{ref:str}/clearances/{clearance_id:int}/revocation")
async def new_revocation(request: Request, db: Db, person: Me, ref: Ref, clearance_id: FromPath[int]) -> HtmlResponse:
    allow(person, "administer")
    shown = await person_for(db, ref)
    clearance = await clearance_of(db, shown, clearance_id)
    return page(
        request, "desk/roster/revocation.html", shown=shown, clearance=clearance, catalogue=catalogue(),
        impact=await impact_of_revoking(db, person, shown, clearance),
    )  # fmt: skip


async def _about(db: Session, shown: Person) -> dict[str, Any]:
    levels = (await specialties_of(db, [shown.id])).get(shown.id, {})
    units = rule_set().assignment.units
    return {
        "shown": shown,
        "plan": RosterPlan.of(shown, levels),
        "families": catalogue().families,
        "weights": f"A case of severity A takes {units.A} units, B {units.B}, C {units.C}.",
        "zones": sorted({"UTC", *(one.time_zone for one in await people(db))}),
    }


HANDLERS = [edit_roster, create_roster, new_disabling, create_disabling, create_enabling, new_revocation]
