"""Writing an article, revising it so that two who do it at once see each other, trusting it, archiving it."""

from typing import Any

from litestar import get, post

from ...cases.models import Case
from ...cases.queries import case_for
from ...catalog.loading import catalogue
from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotFound, Refused, Stale
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..accounts import Account
from ..actions import add_article, archive_article, link_article, revise_article, set_confidence
from ..forms import AddArticle, Archival, ReviseArticle, SetConfidence
from ..models import AUDIENCES, CONFIDENCES, EVERYWHERE, STATES, Article
from ..presenting import product_name
from ..queries import article_for
from .reading import about


@get("/known-issues/new")
async def new_article(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "edit_articles")
    ref = request.query_params.get("case", "")
    case = await case_for(db, person, ref) if ref else None
    return page(request, "known_issues/new.html", **await _offered(db, person, case))


@post("/known-issues")
async def create_article(request: Request, db: Db, person: Me) -> HtmlResponse:
    """Written from a case, it is linked to that case at once."""
    allow(person, "edit_articles")
    form = await read_form(request, AddArticle)
    ref = str(form.typed.get("case", ""))
    case = await case_for(db, person, ref, lock=True) if ref else None
    if form.errors:
        return invalid(request, "known_issues/new.html", form, **await _offered(db, person, case))
    wanted = form.value
    try:
        article = await add_article(db, wanted.boundary, wanted.account(), by=person, confidence=wanted.confidence)
        if case is not None and person.may("work_cases"):
            await link_article(db, case, article, "referenced", by=person)
    except Refused as refused:
        return conflict(
            request, "known_issues/new.html", form.refuse("", str(refused)), **await _offered(db, person, case)
        )
    return went(request, f"/known-issues/{article.ref}", toast=f"{article.ref} is written.")


@get("/known-issues/{ref:str}/edit")
async def edit_article(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref)
    allow(person, "edit_articles")
    return page(request, "known_issues/edit.html", **_revisable(article))


@post("/known-issues/{ref:str}/revisions")
async def create_revision(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, ReviseArticle)
    if form.errors:
        return invalid(request, "known_issues/edit.html", form, **_revisable(article))
    try:
        await revise_article(db, article, form.value.account(), form.value.version, by=person)
    except Refused as refused:
        return conflict(request, "known_issues/edit.html", form.refuse("", str(refused)), **_revisable(article))
    except Stale:
        return conflict(request, "known_issues/edit.html", form, theirs=article, **_revisable(article))
    return went(request, f"/known-issues/{ref}", toast="Saved.")


@post("/known-issues/{ref:str}/confidence")
async def create_confidence(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, SetConfidence)
    if form.errors:
        raise NotFound("There is no such confidence.")
    await set_confidence(db, article, form.value.confidence, by=person)
    return await _told(request, db, article, f"{article.ref} is {CONFIDENCES[article.confidence].lower()}.")


@post("/known-issues/{ref:str}/archival")
async def create_archival(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, Archival)
    if form.errors:
        return invalid(request, "known_issues/show.html", form, **await about(db, article))
    await archive_article(db, article, form.value.reason, by=person)
    return await _told(request, db, article, f"{article.ref} is archived.")


async def _told(request: Request, db: Session, article: Article, toast: str) -> HtmlResponse:
    url = f"/known-issues/{article.ref}"
    return changed(request, "known_issues/changed.html", page=url, toast=toast, **await about(db, article))


async def _offered(db: Session, person: Person, case: Case | None) -> dict[str, Any]:
    """A case brings what is known of it along. The text begins with the questions that an article answers."""
    boundaries = [case.boundary, EVERYWHERE] if case else [EVERYWHERE, *sorted(await open_boundaries(db, person))]
    return {"case": case, "boundaries": boundaries, "was": _account_of(case), **_choices()}


def _account_of(case: Case | None) -> Account:
    if case is None:
        return Account(title="", body=_OUTLINE, family="other")
    return Account(
        title=case.title, body=_OUTLINE, family=case.family, error_codes=case.error_codes,
        products=[product_name(case.product)] if case.product else [],
    )  # fmt: skip


_OUTLINE = "## Issue\n\n\n## Environment\n\n\n## Cause\n\n\n## Resolution\n\n"


def _revisable(article: Article) -> dict[str, Any]:
    return {
        "article": article,
        "was": article,
        "products": [product_name(key) for key in article.products],
        **_choices(),
    }


def _choices() -> dict[str, Any]:
    return {
        "families": [(family.key, family.name) for family in catalogue().families.values()],
        "states": list(STATES.items()),
        "audiences": list(AUDIENCES.items()),
    }


HANDLERS: list[Any] = [
    new_article, create_article, edit_article, create_revision, create_confidence, create_archival,
]  # fmt: skip
