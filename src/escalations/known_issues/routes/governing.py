"""Who answers for an article, how far its problem is, and what readers say is wrong with it."""

from typing import Any

from litestar import post
from litestar.params import FromPath

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused, Unusable
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, conflict, invalid, read_form
from ..actions import flag_article, set_governance, set_state, settle_flag, take_article
from ..forms import Flag, FlagAnswer, SetGovernance, SetState
from ..models import GOVERNANCES, Article
from ..presenting import state_words
from ..queries import article_for, flag_of
from .reading import about


@post("/known-issues/{ref:str}/state")
async def create_state(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, SetState)
    if form.errors:
        return invalid(request, "known_issues/state/_form.html", form, **await about(db, person, article))
    try:
        await set_state(db, article, form.value.state, form.value.fix_eta, form.value.fixed_in, by=person)
    except Refused as refused:
        form.refuse("fixed_in" if form.value.state == "fixed" else "fix_eta", str(refused))
        return conflict(request, "known_issues/state/_form.html", form, **await about(db, person, article))
    return await _told(request, db, person, article, f"{state_words(article)}. Open cases linked to it are told.")


@post("/known-issues/{ref:str}/governance")
async def create_governance(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, SetGovernance)
    if form.errors:
        raise Unusable("There is no such governance.")
    await set_governance(db, article, form.value.governance, by=person)
    return await _told(request, db, person, article, f"{article.ref} is {GOVERNANCES[article.governance].lower()}.")


@post("/known-issues/{ref:str}/ownership")
async def create_ownership(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    await take_article(db, article, by=person)
    return await _told(request, db, person, article, f"You own {article.ref} now.")


@post("/known-issues/{ref:str}/flags")
async def create_flag(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    article = await article_for(db, person, ref)
    form = await read_form(request, Flag)
    if form.errors:
        return invalid(request, "known_issues/flags/_form.html", form, **await about(db, person, article))
    await flag_article(db, article, form.value.comment, by=person)
    return await _told(request, db, person, article, "Flagged. It stands on the article until somebody settles it.")


@post("/known-issues/{ref:str}/flags/{flag:int}/settlement")
async def create_settlement(request: Request, db: Db, person: Me, ref: Ref, flag: FromPath[int]) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, FlagAnswer)
    if form.errors:
        return invalid(request, "known_issues/_flags.html", form, **await about(db, person, article))
    await settle_flag(db, article, await flag_of(db, article, flag), form.value.answer, by=person)
    return await _told(request, db, person, article, "Settled.")


async def _told(request: Request, db: Session, person: Person, article: Article, toast: str) -> HtmlResponse:
    url = f"/known-issues/{article.ref}"
    return changed(request, "known_issues/changed.html", page=url, toast=toast, **await about(db, person, article))


HANDLERS: list[Any] = [create_state, create_governance, create_ownership, create_flag, create_settlement]
