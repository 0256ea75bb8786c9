"""What of an article can be found by searching."""

import re

from ..platform.db import Session
from ..platform.events import Recorded, on
from ..platform.search import Document, refresh_document
from .events import ArticleAdded, ArticleArchived, ArticleConfidenceSet, ArticleRevised
from .models import Article
from .queries import article_with_id

KIND = "known_issue"
_UNSPOKEN = (
    (re.compile(r"<!--.{0,2000}?-->", re.DOTALL), " "),
    (re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(r"<[^<>\n]{1,200}>"), " "),
    (re.compile(r"[#*`|>~]+"), " "),
    (re.compile(r"[ \t]{2,}"), " "),
)
"""Of Markdown only the words are searched: no targets of links, no marks."""


@on(ArticleAdded, ArticleRevised, ArticleConfidenceSet, ArticleArchived)
async def index_article(db: Session, fact: Recorded[ArticleAdded]) -> None:
    await refresh_document(db, KIND, int(fact.subject.partition("/")[2]), article_document)


async def article_document(db: Session, article_id: int) -> Document | None:
    article = await article_with_id(db, article_id)
    return document_of(article) if article else None


def document_of(article: Article) -> Document:
    return Document(
        kind=KIND, object_id=article.id, boundary=article.boundary, title=article.title, body=spoken(article.body),
        codes=tuple(article.error_codes), family=article.family, tags=tuple(article.products),
    )  # fmt: skip


def spoken(markdown: str) -> str:
    for pattern, words in _UNSPOKEN:
        markdown = pattern.sub(words, markdown)
    return markdown
