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
from ...platform.web import Db, HtmlResponse, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..accounts import Account
from ..actions import add_article, link_article
from ..forms import AddArticle
from ..models import EVERYWHERE
from ..presenting import product_name
from .choosing import form_choices


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


async def _offered(db: Session, person: Person, case: Case | None) -> dict[str, Any]:
    """A case brings what is known of it along. The text begins with the questions that an article answers."""
    boundaries = [case.boundary, EVERYWHERE] if case else [EVERYWHERE, *sorted(await open_boundaries(db, person))]
    return {"case": case, "boundaries": boundaries, "was": _account_of(case), **form_choices()}


def _account_of(case: Case | None) -> Account:
    if case is None:
        return Account(title="", body=_OUTLINE, family="other")
    return Account(
        title=case.title, body=_OUTLINE, family=case.family, error_codes=case.error_codes,
        products=[product_name(case.product)] if case.product else [],
    )  # fmt: skip


_OUTLINE = "## Issue\n\n\n## Environment\n\n\n## Cause\n\n\n## Resolution\n\n"


HANDLERS: list[Any] = [new_article, create_article]
