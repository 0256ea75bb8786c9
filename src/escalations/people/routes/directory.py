"""One person, their presence and clearances."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from litestar import get, post
from litestar.params import FromPath

from ...platform.errors import Unusable
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, page, read_form
from ...platform.web.pages import went
from ..access import Me
from ..actions import grant_clearance, revoke_clearance, revoke_sign_ins, set_presence
from ..forms import ClearanceForm, PresenceForm
from ..queries import clearance_of, person_for
from .about import about


@get("/people/{ref:str}")
async def show_person(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    shown = await person_for(db, ref)
    return page(request, "people/show.html", **await about(db, shown, person))


@get("/me")
async def show_me(request: Request, person: Me) -> HtmlResponse:
    return went(request, f"/people/{person.ref}")


@post("/me/presence")
async def create_presence(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, PresenceForm)
    if form.errors:
        raise Unusable("Presence is one of available, busy, away or offline.")
    await set_presence(db, person, form.value.presence, by=person)
    return changed(request, "people/presence/create.html", page="/", toast=f"You are {person.presence}.")


@post("/people/{ref:str}/clearances")
async def create_clearance(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    shown = await person_for(db, ref)
    form = await read_form(request, ClearanceForm)
    if form.errors:
        return invalid(request, "people/show.html", form, **await about(db, shown, person))
    until = datetime.combine(form.value.until, time(23, 59), ZoneInfo(person.time_zone))
    await grant_clearance(db, shown, form.value.boundary, until, form.value.evidence, by=person)
    return changed(
        request,
        "people/clearances/create.html",
        page=f"/people/{ref}",
        toast="Clearance granted.",
        **await about(db, shown, person),
    )


@post("/people/{ref:str}/clearances/{clearance_id:int}/revocation")
async def create_clearance_revocation(
    request: Request, db: Db, person: Me, ref: Ref, clearance_id: FromPath[int]
) -> HtmlResponse:
    shown = await person_for(db, ref)
    await revoke_clearance(db, await clearance_of(db, shown, clearance_id), by=person)
    return changed(
        request,
        "people/clearances/create.html",
        page=f"/people/{ref}",
        toast="Clearance revoked.",
        **await about(db, shown, person),
    )


@post("/people/{ref:str}/sign-ins/revocation")
async def create_sign_in_revocation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    shown = await person_for(db, ref)
    ended = await revoke_sign_ins(db, shown, by=person)
    toast = f"{ended} session(s) of {shown.name} ended."
    return changed(
        request, "people/sign_ins/create.html", page=f"/people/{ref}", toast=toast, **await about(db, shown, person)
    )


HANDLERS = [
    show_person,
    show_me,
    create_presence,
    create_clearance,
    create_clearance_revocation,
    create_sign_in_revocation,
]
