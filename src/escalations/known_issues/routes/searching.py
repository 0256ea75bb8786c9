"""What was searched for, and the debt of what we do not know yet. Pages and the list of
commands tell what was searched once somebody stopped, left, or opened a hit."""

from typing import Any

from litestar import get, post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Request, page, read_form
from ..actions.asking import note_opening, note_search
from ..debt import debts
from ..forms import Asked


@get("/known-issues/debt")
async def show_debt(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, "known_issues/debt.html", topics=["known_issue"], debts=await debts(db))


@post("/known-issues/searches")
async def create_search(request: Request, db: Db, person: Me) -> HtmlResponse:
    """Whatever is wrong with it, nobody waits for an answer: it is left out."""
    form = await read_form(request, Asked)
    if form.errors:
        return HtmlResponse("", status_code=204)
    asked = form.value
    if asked.opened:
        await note_opening(db, person, asked.q, asked.results, asked.opened, asked.position)
    else:
        await note_search(db, person, asked.q, asked.results)
    return HtmlResponse("", status_code=204)


HANDLERS: list[Any] = [show_debt, create_search]
