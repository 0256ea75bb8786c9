"""Closing and reopening."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, read_form
from ..actions import close_case, reopen_case
from ..forms import Closure, Reopening
from ..queries import case_for
from .showing import WORDS, view


@post("/cases/{ref:str}/closure")
async def create_closure(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Closure)
    if form.errors:
        return invalid(request, "cases/closure/_form.html", form, case=case, **WORDS)
    await close_case(db, case, form.value.resolution, form.value.note, by=person)
    return changed(
        request,
        "cases/closure/create.html",
        page=f"/cases/{ref}",
        toast=f"{case.ref} is closed.",
        **await view(db, case),
    )


@post("/cases/{ref:str}/reopenings")
async def create_reopening(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Reopening)
    if form.errors:
        return invalid(request, "cases/reopenings/_form.html", form, case=case)
    await reopen_case(db, case, form.value.reason, by=person)
    return changed(
        request,
        "cases/closure/create.html",
        page=f"/cases/{ref}",
        toast=f"{case.ref} is open again.",
        **await view(db, case),
    )


HANDLERS = [create_closure, create_reopening]
