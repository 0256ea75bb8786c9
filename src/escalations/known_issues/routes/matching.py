"""For which past cases an article's condition, or one that is still being typed, would have held."""

from typing import Any

from litestar import get, post

from ...people.access import Me
from ...people.roles import allow
from ...platform.web import Db, HtmlResponse, Ref, Request, page, read_form
from ..forms import MatchTrial
from ..matching import tried_on_past
from ..predicates import BadPredicate, checked_predicate
from ..queries import article_for

SHOWN = 20


@get("/known-issues/{ref:str}/match")
async def show_match(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref)
    told: dict[str, Any] = {"wrong": "", "backtest": None, "shown": SHOWN}
    try:
        if article.match:
            predicate = checked_predicate(article.match, article.boundary)
            told["backtest"] = await tried_on_past(db, predicate, article.boundary, article.id)
    except BadPredicate as wrong:
        told["wrong"] = str(wrong)
    return page(request, "known_issues/match/_backtest.html", **told)


@post("/known-issues/match-trials", status_code=200)
async def show_match_trial(request: Request, db: Db, person: Me) -> HtmlResponse:
    """Reads only. A POST because a condition is too long for an address."""
    allow(person, "edit_articles")
    form = await read_form(request, MatchTrial)
    told: dict[str, Any] = {"wrong": "", "backtest": None, "shown": SHOWN}
    try:
        if not form.errors:
            predicate = checked_predicate(form.value.match, form.value.boundary)
            told["backtest"] = await tried_on_past(db, predicate, form.value.boundary)
    except BadPredicate as wrong:
        told["wrong"] = str(wrong)
    return page(request, "known_issues/match/_backtest.html", **told)


HANDLERS: list[Any] = [show_match, show_match_trial]
