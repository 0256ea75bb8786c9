"""Who answers for an article."""

from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ..events import ArticleGovernanceSet, ArticleTaken
from ..governing import allow_change
from ..models import GOVERNANCES, Article


async def set_governance(db: Session, article: Article, governance: str, *, by: Actor) -> Article:
    allow(by, "govern_articles")
    if governance not in GOVERNANCES:
        raise Refused(f"Governance is one of: {', '.join(GOVERNANCES)}.")
    if article.governance != governance:
        event = ArticleGovernanceSet(was=article.governance, became=governance)
        article.governance = governance
        await record(db, event, on=article, by=by)
    return article


async def take_article(db: Session, article: Article, *, by: Person) -> Article:
    """From then on `by` answers for it."""
    allow_change(by, article)
    if article.owner_id != by.id:
        owner = await db.get(Person, article.owner_id) if article.owner_id else None
        article.owner_id = by.id
        await record(db, ArticleTaken(was=owner.name if owner else None), on=article, by=by)
    return article
