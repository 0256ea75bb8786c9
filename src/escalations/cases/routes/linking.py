"""Links between cases."""

from litestar import post
from litestar.params import FromPath

from ...people.access import Me
from ...platform.errors import NotFound
from ...platform.web import Db, HtmlResponse, Ref, Request, invalid, read_form
from ..actions import link_cases, unlink_cases
from ..forms import Link
from ..queries import case_for
from .showing import WORDS, told


@post("/cases/{ref:str}/links")
async def create_link(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Link)
    if form.errors:
        return invalid(request, "cases/links/_form.html", form, case=case, **WORDS)
    try:
        other = await case_for(db, person, form.value.other)
    except NotFound as unknown:
        return invalid(request, "cases/links/_form.html", form.refuse("other", str(unknown)), case=case, **WORDS)
    await link_cases(db, case, other, form.value.kind, form.value.reason, by=person)
    return await told(request, db, case, "cases/links/create.html", f"Linked to {other.ref}.")


@post("/cases/{ref:str}/links/{link_id:int}/removal")
async def create_link_removal(request: Request, db: Db, person: Me, ref: Ref, link_id: FromPath[int]) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    await unlink_cases(db, case, link_id, by=person)
    return await told(request, db, case, "cases/links/create.html", "Link removed.")


HANDLERS = [create_link, create_link_removal]
