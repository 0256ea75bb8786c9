"""What was searched for, and the debt of what we do not know yet. The pages themselves tell what was searched, once it stood a moment."""

from typing import Any

from litestar import get, post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, page, read_form
from ..actions.asking import note_opening, note_search
from ..debt import debts
from ..forms import Asked
from ..queries import article_for


@get("/known-issues/debt")
async def show_debt(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, "known_issues/debt.html", topics=["known_issue"], debts=await debts(db))


@post("/known-issues/searches")
async def create_search(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, Asked)
    if not form.errors:
        await note_search(db, person, form.value.q, form.value.results)
    return HtmlResponse("", status_code=204)


@post("/known-issues/{ref:str}/opening")
async def create_opening(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """The address loses the words, so that a copied link does not carry them on."""
    article = await article_for(db, person, ref)
    form = await read_form(request, Asked)
    if not form.errors:
        await note_opening(db, person, form.value.q, article)
    return HtmlResponse("", status_code=204, headers={"HX-Replace-Url": f"/known-issues/{article.ref}"})


HANDLERS: list[Any] = [show_debt, create_search, create_opening]
