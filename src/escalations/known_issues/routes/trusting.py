"""Trusting an article, and archiving it."""

from typing import Any

from litestar import post

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Unusable
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, read_form
from ..actions import archive_article, set_confidence
from ..forms import Archival, SetConfidence
from ..models import CONFIDENCES, Article
from ..queries import article_for
from .reading import about


@post("/known-issues/{ref:str}/confidence")
async def create_confidence(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, SetConfidence)
    if form.errors:
        raise Unusable("There is no such confidence.")
    await set_confidence(db, article, form.value.confidence, by=person)
    return await _told(request, db, person, article, f"{article.ref} is {CONFIDENCES[article.confidence].lower()}.")


@post("/known-issues/{ref:str}/archival")
async def create_archival(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, Archival)
    if form.errors:
        return invalid(request, "known_issues/show.html", form, **await about(db, person, article))
    await archive_article(db, article, form.value.reason, by=person)
    return await _told(request, db, person, article, f"{article.ref} is archived.")


async def _told(request: Request, db: Session, person: Person, article: Article, toast: str) -> HtmlResponse:
    url = f"/known-issues/{article.ref}"
    return changed(request, "known_issues/changed.html", page=url, toast=toast, **await about(db, person, article))


HANDLERS: list[Any] = [create_confidence, create_archival]
