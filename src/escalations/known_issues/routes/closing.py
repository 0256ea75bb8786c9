"""Closing a case with the article that solved it: in the closing dialog of the case, which asks only for what is missing."""

from typing import Any

from litestar import get, post

from ...cases.models import RESOLUTIONS, Case
from ...cases.queries import case_for
from ...cases.routes.showing import told
from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ..actions import Ending, HeldByLint, close_with_article
from ..forms import ClosureWithArticle
from ..missing import missing_of
from ..personal_facts import impersonal
from ..queries import about_case, about_text, article_for
from ..queries.closing import articles_to_close_with
from .saving import HELD

ENDINGS = ("known_issue", "fixed", "workaround", "by_design", "customer_config")


@get("/cases/{ref:str}/known-issues/closure")
async def show_closure_with_article(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    return page(request, "known_issues/case/_closure.html", **await _offered(db, person, case))


@post("/cases/{ref:str}/known-issues/closure")
async def create_closure_with_article(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, ClosureWithArticle)
    template, offered = "known_issues/case/_closure.html", await _offered(db, person, case)
    if form.errors:
        return invalid(request, template, form, **offered)
    wanted = form.value
    article = await article_for(db, person, wanted.article, lock=True)
    ending = Ending(how=wanted.how, solved=wanted.solved, cause=wanted.cause, kept=wanted.reason_to_keep)
    if wanted.personal == "replace":
        about = await about_text(db, f"{wanted.solved}\n{wanted.cause}", await about_case(db, case))
        ending = Ending(how=wanted.how, solved=impersonal(wanted.solved, about), cause=impersonal(wanted.cause, about))
    try:
        await close_with_article(db, case, article, ending, by=person)
    except HeldByLint as held:
        return invalid(request, template, form.refuse("", HELD), **offered | {"findings": held.findings})
    except Refused as refused:
        return conflict(request, template, form.refuse("", str(refused)), **offered)
    return await told(request, db, case, "cases/closure/create.html", f"{case.ref} is closed, solved by {article.ref}.")


async def _offered(db: Session, person: Person, case: Case) -> dict[str, Any]:
    articles = await articles_to_close_with(db, case)
    return {
        "case": case, "articles": articles, "endings": [(code, RESOLUTIONS[code]) for code in ENDINGS], "findings": [],
        "missing": missing_of(person, articles),
    }  # fmt: skip


HANDLERS: list[Any] = [show_closure_with_article, create_closure_with_article]
