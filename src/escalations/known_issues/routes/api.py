"""Known issues for programs: the same queries and verbs."""

from datetime import date, datetime
from typing import Any

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from pydantic import BaseModel, ConfigDict

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.access import Me
from ...platform.db import Session
from ...platform.search import search
from ...platform.web import Db, Ref, Request
from ..actions import (
    add_article,
    archive_article,
    link_article,
    mark_solved,
    revise_article,
    set_confidence,
    unlink_article,
)
from ..forms import Archival, LinkArticle, NewArticleBody, RevisedArticleBody, SetConfidence
from ..matching import matching_articles
from ..models import Article, CaseKnownIssue
from ..queries import PAGE, Narrowing, article_for, articles, articles_among, links_of, uses_of
from ..search import KIND
from ..suggesting import suggested_articles


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ArticleLineRead(_Read):
    ref: str
    title: str
    boundary: str
    family: str
    products: list[str]
    confidence: str
    audience: str
    state: str
    changed_at: datetime


class ArticleRead(_Read):
    ref: str
    version: int
    boundary: str
    title: str
    body: str
    family: str
    products: list[str]
    error_codes: list[str]
    confidence: str
    audience: str
    governance: str
    state: str
    fix_eta: date | None
    fixed_in: str | None
    match: str
    created_at: datetime
    changed_at: datetime


class ArticleInFull(BaseModel):
    """`uses` counts cases in the reader's sight by what the article was for them."""

    article: ArticleRead
    uses: dict[str, int]


class LinkRead(BaseModel):
    article: str
    title: str
    kind: str
    at: datetime


class SuggestionRead(_Read):
    ref: str
    title: str
    state: str
    confidence: str
    evidence: list[str]
    score: float


class MatchRead(_Read):
    ref: str
    title: str
    state: str
    confidence: str
    evidence: list[str]


class BesideCase(BaseModel):
    """`matches` are articles whose own condition holds for the case, `suggestions` those that are like it."""

    links: list[LinkRead]
    matches: list[MatchRead]
    suggestions: list[SuggestionRead]


@get("/api/known-issues")
async def list_articles(
    request: Request, db: Db, person: Me, q: FromQuery[str] = "", family: FromQuery[str | None] = None, confidence: FromQuery[str | None] = None,
) -> list[ArticleLineRead]:  # fmt: skip
    """Also narrowed by `state`, a name that the framework keeps for itself in signatures."""
    narrowing = Narrowing(family=family, state=request.query_params.get("state"), confidence=confidence)
    if q.strip():
        hits = await search(db, q, kinds=[KIND], family=family, limit=PAGE)
        rows = await articles_among(db, [hit.object_id for hit in hits], narrowing)
    else:
        rows = await articles(db, narrowing)
    return [ArticleLineRead.model_validate({**row._mapping, "ref": f"KI-{row.id}"}) for row in rows]


@get("/api/known-issues/{ref:str}")
async def read_article(db: Db, person: Me, ref: Ref) -> ArticleInFull:
    return await in_full(db, await article_for(db, person, ref))


@post("/api/known-issues")
async def post_article(db: Db, person: Me, data: JSONBody[NewArticleBody]) -> ArticleInFull:
    article = await add_article(
        db, data.boundary, data.account(), by=person, confidence=data.confidence, kept=data.kept
    )
    return await in_full(db, article)


@post("/api/known-issues/{ref:str}/revisions")
async def post_revision(db: Db, person: Me, ref: Ref, data: JSONBody[RevisedArticleBody]) -> ArticleInFull:
    article = await article_for(db, person, ref, lock=True)
    return await in_full(db, await revise_article(db, article, data.account(), data.version, by=person, kept=data.kept))


@post("/api/known-issues/{ref:str}/confidence")
async def post_confidence(db: Db, person: Me, ref: Ref, data: JSONBody[SetConfidence]) -> ArticleInFull:
    article = await article_for(db, person, ref, lock=True)
    return await in_full(db, await set_confidence(db, article, data.confidence, by=person))


@post("/api/known-issues/{ref:str}/archival")
async def post_archival(db: Db, person: Me, ref: Ref, data: JSONBody[Archival]) -> ArticleInFull:
    article = await article_for(db, person, ref, lock=True)
    return await in_full(db, await archive_article(db, article, data.reason, by=person))


@get("/api/cases/{ref:str}/known-issues")
async def read_articles_of_case(db: Db, person: Me, ref: Ref) -> BesideCase:
    return await _beside(db, await case_for(db, person, ref))


@post("/api/cases/{ref:str}/known-issues")
async def post_link(db: Db, person: Me, ref: Ref, data: JSONBody[LinkArticle]) -> LinkRead:
    case = await case_for(db, person, ref, lock=True)
    article = await article_for(db, person, data.article)
    link = await link_article(db, case, article, data.kind, by=person)
    return _link(article.ref, article.title, link)


@post("/api/cases/{ref:str}/known-issues/{article:str}/solution")
async def post_solution(db: Db, person: Me, ref: Ref, article: Ref) -> LinkRead:
    case = await case_for(db, person, ref, lock=True)
    known = await article_for(db, person, article)
    link = await mark_solved(db, case, known, by=person)
    return _link(known.ref, known.title, link)


@post("/api/cases/{ref:str}/known-issues/{article:str}/unlinking", status_code=200)
async def post_unlinking(db: Db, person: Me, ref: Ref, article: Ref) -> BesideCase:
    case = await case_for(db, person, ref, lock=True)
    await unlink_article(db, case, await article_for(db, person, article), by=person)
    return await _beside(db, case)


async def _beside(db: Session, case: Case) -> BesideCase:
    await db.flush()
    links = [_link(f"KI-{row[0].article_id}", row.title, row[0]) for row in await links_of(db, case)]
    suggestions = [SuggestionRead.model_validate(one) for one in await suggested_articles(db, case)]
    matches = [MatchRead.model_validate(one) for one in await matching_articles(db, case)]
    return BesideCase(links=links, matches=matches, suggestions=suggestions)


def _link(ref: str, title: str, link: CaseKnownIssue) -> LinkRead:
    return LinkRead(article=ref, title=title, kind=link.kind, at=link.at)


async def in_full(db: Session, article: Article) -> ArticleInFull:
    await db.flush()
    uses = (await uses_of(db, [article.id]))[article.id]
    return ArticleInFull(article=ArticleRead.model_validate(article), uses=uses)


HANDLERS: list[Any] = [
    list_articles, read_article, post_article, post_revision, post_confidence, post_archival, read_articles_of_case,
    post_link, post_solution, post_unlinking,
]  # fmt: skip
