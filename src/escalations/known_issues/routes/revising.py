"""Revising an article so that two who do it at once see each other."""

from typing import Any

from litestar import get, post

from ...people.access import Me
from ...platform.errors import Refused, Stale
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import revise_article
from ..forms import ReviseArticle
from ..governing import allow_change
from ..models import Article
from ..presenting import product_name
from ..queries import about_article, article_for
from .choosing import form_choices
from .saving import account_in, refused_save


@get("/known-issues/{ref:str}/edit")
async def edit_article(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref)
    allow_change(person, article)
    return page(request, "known_issues/edit.html", **_revisable(article))


@post("/known-issues/{ref:str}/revisions")
async def create_revision(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, ReviseArticle)
    if form.errors:
        return invalid(request, "known_issues/edit.html", form, **_revisable(article))
    wanted = form.value
    account = await account_in(db, wanted, await about_article(db, article), article.body)
    try:
        await revise_article(db, article, account, wanted.version, by=person, kept=wanted.reason_to_keep)
    except Refused as refused:
        return refused_save(request, "known_issues/edit.html", form, refused, _revisable(article))
    except Stale:
        return conflict(request, "known_issues/edit.html", form, theirs=article, **_revisable(article))
    return went(request, f"/known-issues/{ref}", toast="Saved.")


def _revisable(article: Article) -> dict[str, Any]:
    return {
        "article": article,
        "was": article,
        "products": [product_name(key) for key in article.products],
        **form_choices(article.body),
    }


HANDLERS: list[Any] = [edit_article, create_revision]
