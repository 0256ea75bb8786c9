"""What articles linked to a case say to ourselves only."""

from sqlmodel import col, select

from ...cases.models import Case
from ...platform.db import Session
from ..models import Article, CaseKnownIssue
from ..models.words import OUTSIDE


async def inside_articles_of(db: Session, case: Case) -> list[tuple[int, str]]:
    """Id and text of those that no customer may read."""
    query = select(Article.id, Article.body).join(CaseKnownIssue, col(CaseKnownIssue.article_id) == Article.id)
    inside = query.where(CaseKnownIssue.case_id == case.id, col(Article.audience).not_in(OUTSIDE))
    return [(article, body) for article, body in (await db.exec(inside.order_by(col(Article.id)))).all()]
