"""Closing and reopening."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, invalid, read_form
from ..actions import close_case, reopen_case
from ..forms import Closure, Reopening
from ..queries import case_for
from .showing import WORDS, told


@post("/cases/{ref:str}/closure")
async def create_closure(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Closure)
    if form.errors:
        return invalid(request, "cases/closure/_form.html", form, case=case, **WORDS)
    await close_case(db, case, form.value.resolution, form.value.note, by=person)
    return await told(request, db, case, "cases/closure/create.html", f"{case.ref} is closed.")


@post("/cases/{ref:str}/reopenings")
async def create_reopening(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Reopening)
    if form.errors:
        return invalid(request, "cases/reopenings/_form.html", form, case=case)
    await reopen_case(db, case, form.value.reason, by=person)
    return await told(request, db, case, "cases/closure/create.html", f"{case.ref} is open again.")


HANDLERS = [create_closure, create_reopening]
