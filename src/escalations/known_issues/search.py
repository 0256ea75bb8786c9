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
