"""Writing an article, also from a case."""

from typing import Any

from litestar import get, post

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Request, invalid, page, read_form
from ...platform.web.pages import went
from ..accounts import Account
from ..actions import add_article, link_article
from ..beginning import begun_on
from ..forms import AddArticle
from ..models import EVERYWHERE
from ..personal_facts import NOBODY, About
from ..queries import about_case, about_text
from .choosing import form_choices
from .saving import account_in, refused_save


@get("/known-issues/new")
async def new_article(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "edit_articles")
    ref = request.query_params.get("case", "")
    case = await case_for(db, person, ref) if ref else None
    title = " ".join(request.query_params.get("title", "").split())[:200]
    return page(request, "known_issues/new.html", **await _offered(db, person, case, title))


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
        article = await add_article(
            db, wanted.boundary, await account_in(db, wanted, await about_case(db, case) if case else NOBODY), by=person,
            confidence=wanted.confidence, case=case, kept=wanted.reason_to_keep,
        )  # fmt: skip
        if case is not None and person.may("work_cases"):
            await link_article(db, case, article, "referenced", by=person)
    except Refused as refused:
        return refused_save(request, "known_issues/new.html", form, refused, await _offered(db, person, case))
    return went(request, f"/known-issues/{article.ref}", toast=f"{article.ref} is written.")


async def _offered(db: Session, person: Person, case: Case | None, title: str = "") -> dict[str, Any]:
    """A case brings along what is known of it, without what belongs to its customer alone."""
    boundaries = [case.boundary, EVERYWHERE] if case else [EVERYWHERE, *sorted(await open_boundaries(db, person))]
    begun = begun_on(case, await _about(db, case)) if case else Account(title=title, body="", family="other")
    return {"case": case, "boundaries": boundaries, "was": begun, **form_choices(begun.body)}


async def _about(db: Session, case: Case) -> About:
    return await about_text(db, f"{case.title}\n{case.description}", await about_case(db, case))


HANDLERS: list[Any] = [new_article, create_article]
