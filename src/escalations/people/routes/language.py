"""In which language somebody reads."""

from litestar import post

from ...platform.errors import NotFound
from ...platform.web import Db, HtmlResponse, Request, read_form
from ...platform.web.pages import went
from ..access import Me
from ..actions import choose_language
from ..forms import LanguageForm


@post("/me/language")
async def create_language(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, LanguageForm)
    if form.errors:
        raise NotFound
    await choose_language(db, person, form.value.language, by=person)
    return went(request, f"/people/{person.ref}")


HANDLERS = [create_language]
