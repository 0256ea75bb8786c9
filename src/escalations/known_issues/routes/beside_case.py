"""What the page of a case shows of known issues and closed cases like it: those it is linked to, those it may be about, and the verbs for
known issues."""

from collections.abc import Sequence
from typing import Any

from litestar import get, post

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.access import Me
from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, changed, invalid, page, read_form
from ..actions import link_article, mark_solved, unlink_article
from ..forms import LinkArticle
from ..matching import Matched, matching_articles
from ..presenting import linked_articles, note_of
from ..queries import article_for, links_of
from ..similar.closed_case import SimilarCase
from ..similar.finding import ranked_cases, shown_of
from ..similar.queries import rejected_for
from ..suggesting import Suggestion, suggested_articles

AT_MOST = 5


@get("/cases/{ref:str}/known-issues")
async def show_articles_of_case(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """With the closed cases like it, which are looked for once: what solved them is suggested too."""
    case = await case_for(db, person, ref)
    await db.flush()
    ranked = await ranked_cases(db, case)
    similar: dict[str, Any] = {"similar": shown_of(ranked), "unlike": await rejected_for(db, case)}
    return page(request, "known_issues/case/show.html", **await _beside(db, case, ranked), **similar)


@post("/cases/{ref:str}/known-issues")
async def create_link_by_number(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """An article nobody suggested, by its number."""
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, LinkArticle)
    if form.errors:
        return await _mend(request, db, case, form)
    try:
        article = await article_for(db, person, form.value.article)
    except NotFound as unknown:
        return await _mend(request, db, case, form.refuse("article", str(unknown)))
    await link_article(db, case, article, form.value.kind, by=person)
    return await _told(request, db, case, f"Linked to {article.ref}.")


@post("/cases/{ref:str}/known-issues/{article:str}/link")
async def create_link(request: Request, db: Db, person: Me, ref: Ref, article: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    known = await article_for(db, person, article)
    await link_article(db, case, known, "referenced", by=person)
    return await _told(request, db, case, f"Linked to {known.ref}.")


@post("/cases/{ref:str}/known-issues/{article:str}/solution")
async def create_solution(request: Request, db: Db, person: Me, ref: Ref, article: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    known = await article_for(db, person, article)
    await mark_solved(db, case, known, by=person)
    return await _told(request, db, case, f"{known.ref} solved it.")


@post("/cases/{ref:str}/known-issues/{article:str}/rejection")
async def create_rejection(request: Request, db: Db, person: Me, ref: Ref, article: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    known = await article_for(db, person, article)
    await link_article(db, case, known, "not_helpful", by=person)
    return await _told(request, db, case, f"{known.ref} is set aside for this case.")


@post("/cases/{ref:str}/known-issues/{article:str}/unlinking")
async def create_unlinking(request: Request, db: Db, person: Me, ref: Ref, article: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    known = await article_for(db, person, article)
    await unlink_article(db, case, known, by=person)
    return await _told(request, db, case, f"No longer linked to {known.ref}.")


async def _beside(db: Session, case: Case, similar: Sequence[SimilarCase] | None = None) -> dict[str, Any]:
    """What an article itself says it holds for comes before what is only like the case."""
    await db.flush()
    rows = await links_of(db, case)
    links = linked_articles(rows)
    matched = await matching_articles(db, case)
    sure = {one.article_id for one in matched}
    alike: list[Suggestion | Matched] = [
        one
        for one in await suggested_articles(db, case, at_most=AT_MOST, similar=similar)
        if one.article_id not in sure
    ]
    return {
        "case": case,
        "linked": [link for link in links if link.kind != "not_helpful"],
        "denied": [link for link in links if link.kind == "not_helpful"],
        "offered": [(one, note_of(one)) for one in [*matched, *alike][:AT_MOST]],
        "begun": next(
            (link.ref for row, link in zip(rows, links, strict=True) if row.confidence == "work_in_progress"), None
        ),
    }


async def _mend(request: Request, db: Session, case: Case, form: Form[Any]) -> HtmlResponse:
    return invalid(request, "known_issues/case/_known_issues.html", form, **await _beside(db, case))


async def _told(request: Request, db: Session, case: Case, toast: str) -> HtmlResponse:
    template, url = "known_issues/case/changed.html", f"/cases/{case.ref}"
    return changed(request, template, page=url, toast=toast, **await _beside(db, case))


HANDLERS: list[Any] = [
    show_articles_of_case, create_link_by_number, create_link, create_solution, create_rejection, create_unlinking,
]  # fmt: skip
