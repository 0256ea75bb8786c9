"""What of an article can be found by searching, and what is kept of it for looking closely."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from ..catalog.loading import catalogue
from ..platform import jobs
from ..platform.db import Scope, Session, nothing_to_record, transaction
from ..platform.events import Recorded, on
from ..platform.search import Document, documents_of, facts_of, index_documents, meaning, refresh_document
from ..routing.reading import read_text
from .events import ArticleAdded, ArticleArchived, ArticleConfidenceSet, ArticleRevised
from .models import Article
from .queries import article_with_id, articles_after
from .weighing import chances_of_families

KIND = "known_issue"
READ_FOR_SUBJECT, READ_FOR_MEANING, AT_ONCE = 1500, 700, 50
_HEADING = re.compile(r"^#{1,6} +(.+?)[ #]*$", re.MULTILINE)
_TROUBLE = re.compile(
    r"^#{2,6} *(?:symptom|issue|problem|error|summary)[^\n]*\n(.*?)(?=^## |\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
"""The section that tells what one sees when one has the problem."""
_UNSPOKEN = (
    (re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(r"<[^<>\n]{1,200}>"), " "),
    (re.compile(r"[#*`|>~]+"), " "),
    (re.compile(r"[ \t]{2,}"), " "),
)
"""Of Markdown only the words are searched: no targets of links, no marks."""


@on(ArticleAdded, ArticleRevised, ArticleConfidenceSet, ArticleArchived)
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


async def index_every_article(boundary: str, done: Callable[[int], None] = lambda number: None) -> None:
    last = 0
    while True:
        async with transaction(Scope.system(boundary)) as db:
            nothing_to_record(db, "the index follows from the articles")
            articles = await articles_after(db, boundary, last, AT_ONCE)
            await index_documents(db, await asyncio.gather(*map(document_of, articles)))
        if not articles:
            return
        last = articles[-1].id
        done(len(articles))


async def document_of(article: Article) -> Document:
    return Document(
        kind=KIND, object_id=article.id, boundary=article.boundary, title=article.title, body=spoken(article.body),
        codes=tuple(article.error_codes), family=article.family, tags=tuple(article.products),
        facts=(*facts_of("product", article.products), *facts_of("state", [article.state, article.confidence])),
        headings="\n".join(_HEADING.findall(article.body)), traits=_families(article), meaning=await meaning(trouble_of(article)),
    )  # fmt: skip


def trouble_of(article: Article) -> str:
    """The title and what the article says one sees: as near as it comes to what a case would say."""
    told = _TROUBLE.search(article.body)
    return f"{article.title}. {spoken(told[1] if told else article.body)[:READ_FOR_MEANING]}"


def _families(article: Article) -> dict[str, float]:
    reading = read_text(article.title, article.body[:READ_FOR_SUBJECT], [], [], catalogue())
    return chances_of_families(reading, article.family)


def spoken(markdown: str) -> str:
    markdown = without_comments(markdown)
    for pattern, words in _UNSPOKEN:
        markdown = pattern.sub(words, markdown)
    return markdown


def without_comments(text: str) -> str:
    """In one pass, whatever the text is: a search by pattern would take its square."""
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[at:begin])
        at = end + 3
    return "".join([*kept, text[at:]])
