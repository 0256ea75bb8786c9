"""A reply or note while it is written: kept and checked, discarded. Nothing of it is sent."""

from typing import Any

from litestar import post

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, page, read_form
from ...platform.web.pages import is_htmx
from ..actions import DraftedElsewhere, drop_draft, save_draft
from ..actions.gating import findings_of
from ..forms import Draft
from ..gate import shown
from ..models import Case
from ..queries import case_for
from .composing import composer
from .showing import view

AT_THE_CLOCKS = {"promise"}
"""While one types, what these rules find stands where its clock is proposed."""


@post("/cases/{ref:str}/drafts/reply", status_code=200)
async def create_reply_draft(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """While one types, and by the button that asks for it."""
    case = await case_for(db, person, ref)
    form = await read_form(request, Draft)
    if form.errors:
        return await composer(request, db, person, case, form, "reply")
    status, kept = await _kept(db, case, "reply", form.value, person)
    found = await findings_of(db, case, form.value.text, form.value.last_seen, by=person) if form.value.text else []
    if not is_htmx(request):
        return await composer(request, db, person, case, form, "reply", found)
    told = shown(form.value.text, [one for one in found if one.rule not in AT_THE_CLOCKS])
    return page(
        request,
        "cases/replies/_gate.html",
        status=status,
        case=case,
        shown=told,
        last_seen=form.value.last_seen,
        **kept,
    )


@post("/cases/{ref:str}/drafts/note", status_code=200)
async def create_note_draft(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    form = await read_form(request, Draft)
    if form.errors:
        return await composer(request, db, person, case, form, "note")
    status, kept = await _kept(db, case, "note", form.value, person)
    if not is_htmx(request):
        return await composer(request, db, person, case, form, "note")
    return page(request, "cases/notes/_draft.html", status=status, case=case, **kept)


async def _kept(db: Session, case: Case, kind: str, typed: Draft, person: Person) -> tuple[int, dict[str, Any]]:
    """What its part of the composer shows: the draft, or beside what was typed the one of another window."""
    try:
        draft = await save_draft(db, case, kind, typed.text, version=typed.version, seen=typed.last_seen, by=person)
    except DraftedElsewhere as conflict:
        return 409, {"draft": None, "elsewhere": conflict}
    return 200, {"draft": draft, "elsewhere": None}


@post("/cases/{ref:str}/drafts/reply/withdrawal", status_code=200)
async def create_reply_withdrawal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return await _discarded(request, db, person, await case_for(db, person, ref), "reply")


@post("/cases/{ref:str}/drafts/note/withdrawal", status_code=200)
async def create_note_withdrawal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return await _discarded(request, db, person, await case_for(db, person, ref), "note")


async def _discarded(request: Request, db: Session, person: Person, case: Case, kind: str) -> HtmlResponse:
    await drop_draft(db, case, kind, by=person)
    url = f"/cases/{case.ref}"
    return changed(request, "cases/replies/discarded.html", page=url, toast="Draft discarded.", **await view(db, case))


HANDLERS = [create_reply_draft, create_note_draft, create_reply_withdrawal, create_note_withdrawal]
