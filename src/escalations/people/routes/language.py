"""In which language somebody reads."""

from litestar import post

from ...platform.web import Db, HtmlResponse, Request, page, read_form
from ...platform.web.pages import went
from ..access import Me
from ..actions import choose_language
from ..forms import LanguageForm
from .about import about


@post("/me/language")
async def create_language(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, LanguageForm)
    if form.errors:
        mending = await about(db, person, person, language_form=form)
        return page(request, "people/show.html", status=422, **mending)
    await choose_language(db, person, form.value.language, by=person)
    return went(request, f"/people/{person.ref}")


HANDLERS = [create_language]
