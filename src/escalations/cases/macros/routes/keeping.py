"""The list of macros, and writing them."""

from typing import Any

from litestar import get, post

from ....people.access import Me
from ....people.roles import allow
from ....platform.errors import Refused, Stale
from ....platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ....platform.web.pages import went
from ..actions import add_macro, retire_macro, revise_macro
from ..filling import BLANKS
from ..forms import MacroRevision, NewMacro
from ..models import KINDS, WAITS_ON
from ..queries import macro_for, macros_in_sight

WORDS: dict[str, Any] = {"kinds": KINDS, "waits_on": WAITS_ON, "blanks": BLANKS}


@get("/macros")
async def show_macros(request: Request, db: Db, person: Me) -> HtmlResponse:
    asked = request.query_params.get("q", "")
    found = await macros_in_sight(db, asked)
    return page(request, "cases/macros/index.html", macros=found, asked=asked, **WORDS)


@get("/macros/new")
async def new_macro(request: Request, person: Me) -> HtmlResponse:
    allow(person, "work_cases")
    return page(request, "cases/macros/new.html", macro=None, **WORDS)


@post("/macros")
async def create_macro(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, NewMacro)
    if not form.errors:
        try:
            await add_macro(db, form.value.text, private=form.value.private, by=person)
            return went(request, "/macros")
        except Refused as refused:
            form.refuse("body", str(refused))
    return invalid(request, "cases/macros/new.html", form, macro=None, **WORDS)


@get("/macros/{ref:str}")
async def show_macro(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "cases/macros/edit.html", macro=await macro_for(db, ref), **WORDS)


@post("/macros/{ref:str}")
async def create_revision(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    macro = await macro_for(db, ref, lock=True)
    form = await read_form(request, MacroRevision)
    if not form.errors:
        try:
            await revise_macro(db, macro, form.value.text, version=form.value.version, by=person)
            return went(request, "/macros")
        except Stale:
            return conflict(request, "cases/macros/edit.html", form, theirs=macro, macro=macro, **WORDS)
        except Refused as refused:
            form.refuse("body", str(refused))
    return invalid(request, "cases/macros/edit.html", form, macro=macro, **WORDS)


@post("/macros/{ref:str}/retirement")
async def create_retirement(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    await retire_macro(db, await macro_for(db, ref, lock=True), by=person)
    return went(request, "/macros")


HANDLERS = [show_macros, new_macro, create_macro, show_macro, create_revision, create_retirement]
