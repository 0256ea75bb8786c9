"""What articles linked to a case say to ourselves only."""

from sqlmodel import col, select

from ...cases.models import Case
from ...cases.queries.merged import seen_together
from ...platform.db import Session
from ..models import Article, CaseKnownIssue
from ..models.words import OUTSIDE


async def inside_articles_of(db: Session, case: Case) -> list[tuple[int, str]]:
    """Id and text of those that no customer may read."""
    query = select(Article.id, Article.body).join(CaseKnownIssue, col(CaseKnownIssue.article_id) == Article.id)
    here = col(CaseKnownIssue.case_id).in_(await seen_together(db, case))
    inside = query.where(here, col(Article.audience).not_in(OUTSIDE))
    return list(dict((await db.exec(inside.order_by(col(Article.id)))).all()).items())
