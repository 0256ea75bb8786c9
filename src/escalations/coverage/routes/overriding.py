"""Putting somebody on call for a stretch: what it opens and closes is said before it is saved."""

from typing import Any
from zoneinfo import ZoneInfo

from litestar import get, post
from litestar.params import FromPath

from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries, people, person_for
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotFound, Refused
from ...platform.time import now
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, changed, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import cancel_override, override_shift
from ..actions.overriding import expect_free, still_ahead
from ..forms import OverrideForm
from ..gaps import Stint
from ..models import Rotation
from ..previewing import Line, effects, taken_from, without
from ..queries import coverage, override_for, rotation_for
from ..spans import Span
from .showing import about

NEW = "coverage/override.html"


@get("/on-call/{ref:str}/overrides/new")
async def new_override(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """May be asked with a person and a stretch, as the coverage page does."""
    rotation = await rotation_for(db, ref)
    allow(person, "manage_roster")
    asked = {name: request.query_params.get(name, "") for name in ("person", "start", "end")}
    return page(request, NEW, asked=asked, lines=None, **await _choices(db, rotation))


@post("/on-call/{ref:str}/overrides")
async def create_override(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    rotation = await rotation_for(db, ref)
    allow(person, "manage_roster")
    form = await read_form(request, OverrideForm)
    if form.errors:
        return invalid(request, NEW, form, asked={}, lines=None, **await _choices(db, rotation))
    try:
        return await _looked_or_saved(request, db, person, rotation, form)
    except (Refused, NotFound) as problem:
        return invalid(
            request, NEW, form.refuse("", str(problem)), asked={}, lines=None, **await _choices(db, rotation)
        )


async def _looked_or_saved(
    request: Request, db: Session, by: Person, rotation: Rotation, form: Form[OverrideForm]
) -> HtmlResponse:
    told, whom = form.value, await person_for(db, form.value.person)
    span = still_ahead(rotation, told.span(ZoneInfo(by.time_zone)))
    if not told.is_only_looked_at:
        await override_shift(db, rotation, whom, span, told.reason, by=by)
        return went(request, f"/on-call/{rotation.ref}")
    if told.step == "save":
        form.refuse("", "You changed something after looking at it. Look again, then save.")
    await expect_free(db, rotation, whom, span)
    lines = await _effects(db, by, rotation, whom, span)
    status = 422 if form.errors else 200
    return page(request, NEW, status=status, form=form, asked={}, lines=lines, **await _choices(db, rotation))


async def _effects(db: Session, reader: Person, rotation: Rotation, whom: Person, span: Span) -> list[Line]:
    found, zone = await coverage(db, await open_boundaries(db, reader), now()), ZoneInfo(reader.time_zone)
    names = {one.id: one.name for one in await people(db)}
    taken = taken_from(found.stints, names, span, rotation.id, zone)
    after = [
        *without(found.stints, span, rotation_id=rotation.id),
        Stint(whom.id, rotation.id, rotation.boundary, span),
    ]
    return [*taken, *effects(found, after, zone)]


@post("/on-call/{ref:str}/overrides/{override_id:int}/cancellation")
async def create_override_cancellation(
    request: Request, db: Db, person: Me, ref: Ref, override_id: FromPath[int]
) -> HtmlResponse:
    rotation = await rotation_for(db, ref)
    await cancel_override(db, rotation, await override_for(db, rotation, override_id), by=person)
    toast = "Taken back. It is their turn again whose it would be."
    return changed(
        request, "coverage/changed.html", page=f"/on-call/{ref}", toast=toast, **await about(db, person, rotation)
    )


async def _choices(db: Session, rotation: Rotation) -> dict[str, Any]:
    return {"rotation": rotation, "everybody": await people(db)}


HANDLERS = [new_override, create_override, create_override_cancellation]
