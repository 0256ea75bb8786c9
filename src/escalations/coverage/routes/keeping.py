"""Making, changing and ending a rotation."""

from typing import Any

from litestar import get, post

from ...catalog.loading import catalogue
from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries, people
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, Stale, id_of
from ...platform.time import now
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import NewRotation, end_rotation, make_rotation, revise_rotation
from ..forms import NewRotationForm, RotationForm
from ..models import Rotation
from ..queries import members_of, rotation_for
from ..wording import plan_in_words

NEW, EDIT = "coverage/new.html", "coverage/edit.html"


@get("/on-call/new")
async def new_rotation(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "manage_roster")
    return page(request, NEW, **await _choices(db, person))


@post("/on-call")
async def create_rotation(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "manage_roster")
    form = await read_form(request, NewRotationForm)
    if form.errors:
        return invalid(request, NEW, form, **await _choices(db, person))
    told = form.value
    new = NewRotation(key=told.key, name=told.name, boundary=told.boundary, plan=told.plan(_ids(told.members)))
    try:
        rotation = await make_rotation(db, new, by=person)
    except Refused as problem:
        return invalid(request, NEW, form.refuse("", str(problem)), **await _choices(db, person))
    return went(request, f"/on-call/{rotation.ref}")


@get("/on-call/{ref:str}/revision")
async def edit_rotation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    rotation = await rotation_for(db, ref)
    allow(person, "manage_roster")
    return page(request, EDIT, **await _editing(db, person, rotation))


@post("/on-call/{ref:str}/revision")
async def create_revision(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    rotation = await rotation_for(db, ref, lock=True)
    allow(person, "manage_roster")
    form: Form[RotationForm] = await read_form(request, RotationForm)
    if form.errors:
        return invalid(request, EDIT, form, **await _editing(db, person, rotation))
    told = form.value
    try:
        await revise_rotation(db, rotation, told.name, told.plan(_ids(told.members)), version=told.version, by=person)
    except Refused as problem:
        return invalid(request, EDIT, form.refuse("", str(problem)), **await _editing(db, person, rotation))
    except Stale:
        about = await _editing(db, person, rotation)
        return conflict(request, EDIT, form, theirs=_saved(rotation, about), **about)
    return went(request, f"/on-call/{ref}")


@post("/on-call/{ref:str}/end")
async def create_end(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    rotation = await rotation_for(db, ref, lock=True)
    await end_rotation(db, rotation, by=person)
    return went(request, "/on-call")


def _ids(refs: list[str]) -> list[int]:
    """In the order of the places in which they were chosen; a place may stay empty."""
    return [id_of(ref, "P") for ref in refs if ref]


async def _choices(db: Session, person: Person) -> dict[str, Any]:
    mine = await open_boundaries(db, person)
    named = {key: one.name for key, one in catalogue().boundaries.items() if key in mine}
    return {
        "everybody": await people(db),
        "boundaries": [("everywhere", "All of them"), *named.items()],
        "zones": sorted({"UTC", *(one.time_zone for one in await people(db))}),
        "today": f"{now():%Y-%m-%d}",
    }


async def _editing(db: Session, person: Person, rotation: Rotation) -> dict[str, Any]:
    members = (await members_of(db, [rotation.id]))[rotation.id]
    return {"rotation": rotation, "members": [f"P-{one}" for one in members], **await _choices(db, person)}


def _saved(rotation: Rotation, about: dict[str, Any]) -> dict[str, str]:
    names, members = {one.ref: one.name for one in about["everybody"]}, about["members"]
    plan = rotation.plan([id_of(ref, "P") for ref in members])
    return {
        "turns": ", ".join(names[ref] for ref in members),
        "plan": plan_in_words(plan),
        "starts_on": f"{plan.starts_on:%-d %b %Y}",
    }


HANDLERS = [new_rotation, create_rotation, edit_rotation, create_revision, create_end]
