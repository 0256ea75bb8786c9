"""Asking a colleague to take a shift, and answering."""

from typing import Any
from zoneinfo import ZoneInfo

from litestar import get, post
from litestar.params import FromPath

from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries, people, person_for
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, NotFound, Refused
from ...platform.time import now
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import accept_swap, ask_swap, decline_swap, withdraw_swap
from ..forms import SwapForm
from ..gaps import Stint
from ..models import Rotation, Shift
from ..presenting import AHEAD
from ..previewing import Line, effects, without
from ..queries import coverage, members_of, rotation_for, shift_for, shifts_between, swap_for
from ..spans import Span
from ..wording import said

NEW = "coverage/swap.html"


@get("/on-call/{ref:str}/swaps/new")
async def new_swap(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    rotation, asked = await rotation_for(db, ref), request.query_params.get("shift", "")
    allow(person, "take_duty")
    shift = await shift_for(
        db, rotation, int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 18 else 0
    )
    if shift.person_id != person.id:
        raise NotAllowed("Only your own shift is yours to give.")
    return page(request, NEW, lines=None, **await _choices(db, person, rotation, shift))


@post("/on-call/{ref:str}/swaps")
async def create_swap(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    rotation = await rotation_for(db, ref)
    allow(person, "take_duty")
    form = await read_form(request, SwapForm)
    asked = str(form.typed.get("shift", ""))
    shift = await shift_for(
        db, rotation, int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 18 else 0
    )
    if form.errors:
        return invalid(request, NEW, form, lines=None, **await _choices(db, person, rotation, shift))
    try:
        return await _looked_or_asked(request, db, person, rotation, shift, form)
    except (Refused, NotFound) as problem:
        form.refuse("", str(problem))
        return invalid(request, NEW, form, lines=None, **await _choices(db, person, rotation, shift))


async def _looked_or_asked(
    request: Request, db: Session, by: Person, rotation: Rotation, shift: Shift, form: Form[SwapForm]
) -> HtmlResponse:
    told, other = form.value, await person_for(db, form.value.colleague)
    takes = await shift_for(db, rotation, told.in_return) if told.in_return else None
    if not told.is_only_looked_at:
        await ask_swap(db, rotation, shift, other, takes, told.note, by=by)
        return went(request, f"/on-call/{rotation.ref}")
    if told.step == "save":
        form.refuse("", "You changed something after looking at it. Look again, then ask.")
    lines = await _effects(db, by, rotation, shift, other, takes)
    status = 422 if form.errors else 200
    return page(request, NEW, status=status, form=form, lines=lines, **await _choices(db, by, rotation, shift))


async def _effects(
    db: Session, by: Person, rotation: Rotation, shift: Shift, other: Person, takes: Shift | None
) -> list[Line]:
    found, zone = await coverage(db, await open_boundaries(db, by), now()), ZoneInfo(by.time_zone)
    after = without(found.stints, shift.span, rotation_id=rotation.id)
    told = [Line(f"{other.name} would be on call {said(shift.span, zone)}.")]
    if takes:
        after = without(after, takes.span, rotation_id=rotation.id)
        after.append(Stint(by.id, rotation.id, rotation.boundary, takes.span))
        told.append(Line(f"You would be on call {said(takes.span, zone)}."))
    after.append(Stint(other.id, rotation.id, rotation.boundary, shift.span))
    return [*told, *effects(found, after, zone)]


@post("/on-call/{ref:str}/swaps/{swap_id:int}/acceptance")
async def create_acceptance(request: Request, db: Db, person: Me, ref: Ref, swap_id: FromPath[int]) -> HtmlResponse:
    rotation = await rotation_for(db, ref)
    await accept_swap(db, rotation, await swap_for(db, rotation, swap_id), by=person)
    return went(request, "/on-call", toast="Swapped.")


@post("/on-call/{ref:str}/swaps/{swap_id:int}/refusal")
async def create_refusal(request: Request, db: Db, person: Me, ref: Ref, swap_id: FromPath[int]) -> HtmlResponse:
    rotation = await rotation_for(db, ref)
    await decline_swap(db, rotation, await swap_for(db, rotation, swap_id), by=person)
    return went(request, "/on-call", toast="Declined.")


@post("/on-call/{ref:str}/swaps/{swap_id:int}/withdrawal")
async def create_withdrawal(request: Request, db: Db, person: Me, ref: Ref, swap_id: FromPath[int]) -> HtmlResponse:
    rotation = await rotation_for(db, ref)
    await withdraw_swap(db, rotation, await swap_for(db, rotation, swap_id), by=person)
    return went(request, "/on-call", toast="Withdrawn.")


async def _choices(db: Session, person: Person, rotation: Rotation, shift: Shift) -> dict[str, Any]:
    zone, names = ZoneInfo(person.time_zone), {one.id: one.name for one in await people(db)}
    others = [one for one in (await members_of(db, [rotation.id]))[rotation.id] if one != person.id and one in names]
    theirs = await shifts_between(db, Span(now(), now() + AHEAD), rotations=[rotation.id], people=others)
    offers = [(f"P-{one.person_id}:{one.id}", f"{one.name}, for theirs {said(one.span, zone)}") for one in theirs]
    offers += [(f"P-{one}", f"{names[one]}, for nothing in return") for one in others]
    return {"rotation": rotation, "shift": shift, "offers": offers, "given": said(shift.span, zone)}


HANDLERS = [new_swap, create_swap, create_acceptance, create_refusal, create_withdrawal]
