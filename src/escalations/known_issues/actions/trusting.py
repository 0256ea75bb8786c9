"""How far an article can be trusted, or that it no longer is."""

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import ArticleArchived, ArticleConfidenceSet
from ..governing import allow_change
from ..models import CONFIDENCES, Article


async def set_confidence(db: Session, article: Article, confidence: str, *, by: Actor) -> Article:
    """Also takes an article out of the archive."""
    allow_change(by, article)
    if confidence not in CONFIDENCES or confidence == "archived":
        raise Refused("Confidence is work in progress, not validated or validated. To archive the article, say why.")
    if article.confidence != confidence:
        event = ArticleConfidenceSet(was=article.confidence, became=confidence)
        article.confidence, article.changed_at = confidence, now()
        await record(db, event, on=article, by=by)
    return article


async def archive_article(db: Session, article: Article, reason: str, *, by: Actor) -> Article:
    """It is found no more, suggested no more and linked no more; what it was linked to stays."""
    allow_change(by, article)
    if not article.is_archived:
        event = ArticleArchived(was=article.confidence, reason=reason)
        article.confidence, article.changed_at = "archived", now()
        await record(db, event, on=article, by=by)
    return article
