"""What of an article can be found by searching, and what is kept of it for looking closely."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..catalog.loading import catalogue
from ..platform import jobs
from ..platform.db import Scope, Session, nothing_to_record, transaction
from ..platform.events import Recorded, on
from ..platform.search import Document, documents_of, facts_of, index_documents, meanings, refresh_document
from ..routing.reading import read_text
from .events import ArticleAdded, ArticleArchived, ArticleConfidenceSet, ArticleRevised
from .models import Article
from .passages import passages_of
from .plain import headings_in, spoken
from .purpose import is_guide, troubles_told
from .queries import article_with_id, articles_after
from .weighing import chances_of_families

KIND, GUIDE, TROUBLES = "known_issue", "is:guide", "tells:troubles"
"""Beside the chances of its families, what an article is there for is kept of it."""
READ_FOR_SUBJECT, AT_ONCE, MOMENT = 1500, 20, 0.2


@on(ArticleAdded, ArticleRevised, ArticleConfidenceSet, ArticleArchived, once_for="subject")
async def index_article(db: Session, fact: Recorded[ArticleAdded]) -> None:
    await refresh_document(db, KIND, int(fact.subject.partition("/")[2]), article_document)


@documents_of(KIND)
async def article_document(db: Session, article_id: int) -> Document | None:
    article = await article_with_id(db, article_id)
    return await document_of(article) if article else None


@jobs.job("known_issue_documents")
async def index_articles_anew(payload: dict[str, Any]) -> None:
    """After an upgrade that keeps more of an article than was kept before."""
    await index_every_article(payload["boundary"])


async def index_every_article(
    boundary: str,
    done: Callable[[int], None] = lambda number: None,
    *,
    side_by_side: int = 1,
    more_may_come: Callable[[], bool] = lambda: False,
) -> None:
    """`side_by_side` lets one lot be written while another is read closely, which takes a processor each."""
    lots = _Lots(boundary)
    await asyncio.gather(*(_index_lots(lots, done, more_may_come) for _ in range(side_by_side)))


@dataclass
class _Lots:
    """The articles of a boundary by id, a few at a time, each given out once."""

    boundary: str
    last: int = 0
    one_asks: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def next(self, db: Session) -> Sequence[Article]:
        async with self.one_asks:
            articles = await articles_after(db, self.boundary, self.last, AT_ONCE)
            self.last = articles[-1].id if articles else self.last
        return articles


async def _index_lots(lots: _Lots, done: Callable[[int], None], more_may_come: Callable[[], bool]) -> None:
    while True:
        waiting = more_may_come()
        async with transaction(Scope.system(lots.boundary)) as db:
            nothing_to_record(db, "the index follows from the articles")
            articles = await lots.next(db)
            await index_documents(db, await asyncio.gather(*map(document_of, articles)))
        if articles:
            done(len(articles))
        elif waiting:
            await asyncio.sleep(MOMENT)
        else:
            return


async def document_of(article: Article) -> Document:
    headings = headings_in(article.body)
    return Document(
        kind=KIND, object_id=article.id, boundary=article.boundary, title=article.title, body=spoken(article.body),
        codes=tuple(article.error_codes), family=article.family, tags=tuple(article.products),
        facts=(*facts_of("product", article.products), *facts_of("state", [article.state, article.confidence])),
        headings="\n".join(headings), traits=_families(article) | _purpose(article, headings),
        meaning=await meanings(passages_of(article.title, article.body)),
    )  # fmt: skip


def _purpose(article: Article, headings: list[str]) -> dict[str, float]:
    file_name = (article.source_path or "").rpartition("/")[2]
    return {GUIDE: float(is_guide(article.title, file_name)), TROUBLES: troubles_told(headings)}


def _families(article: Article) -> dict[str, float]:
    reading = read_text(article.title, article.body[:READ_FOR_SUBJECT], [], [], catalogue())
    return chances_of_families(reading, article.family)
