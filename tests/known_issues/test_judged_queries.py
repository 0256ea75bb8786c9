"""The judged queries over the demonstration's articles: whoever makes one of them worse hears of it here."""

import tomllib
from collections.abc import Callable
from pathlib import Path

from sqlmodel import select

import escalations.cli
from escalations.cases.models import Case
from escalations.catalog.loading import catalogue
from escalations.cli.importing_articles import import_articles
from escalations.known_issues.models import Article
from escalations.known_issues.suggesting import suggested_articles
from escalations.platform.db import Session
from escalations.platform.resources import resource_dir
from escalations.platform.search import search
from escalations.routing.reading import read_text
from tests.cast import Cast
from tests.support import as_system, run_jobs

CONTENT = Path(escalations.cli.__file__).parent / "demo/content/known_issues"


async def found(db: Session, query: dict[str, str], named: Callable[[int], str]) -> list[str]:
    if "typed" in query:
        return [named(hit.object_id) for hit in await search(db, query["typed"], kinds=["known_issue"])]
    title, _, _ = query["case"].partition(".")
    reading = read_text(title, query["case"], [], [], catalogue())
    case = Case(
        id=0, boundary="public", title=title, description=query["case"], family=reading.family or "other", product=reading.product,
        error_codes=list(reading.error_codes), resources=[],
    )  # fmt: skip
    return [named(one.article_id) for one in await suggested_articles(db, case)]


async def test_every_judged_query_finds_its_answer_with_either_engine(cast: Cast, search_engine: str) -> None:
    assert (await import_articles(CONTENT, "public")).failures == []
    await run_jobs()
    queries = tomllib.loads((resource_dir("search") / "judged.toml").read_text())["query"]
    missed = []
    async with as_system() as db:
        paths = dict((await db.exec(select(Article.id, Article.source_path))).all())
        for query in queries:
            answers = await found(db, query, lambda number: str(paths[number]).removesuffix(".md"))
            if query["answer"] not in answers[: query["within"]]:
                missed.append((query.get("typed") or query["case"], query["answer"], answers[:4]))
    assert missed == []
