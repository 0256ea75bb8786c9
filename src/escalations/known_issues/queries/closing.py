"""Articles with which a case may be closed."""

from sqlmodel import col, select

from ...cases.models import Case
from ...cases.queries.merged import seen_together
from ...platform.db import Session
from ..models import Article, CaseKnownIssue

MOST = 20


async def articles_to_close_with(db: Session, case: Case) -> list[Article]:
    """Those that are linked: what solved it first, then what was begun on it."""
    query = select(Article).join(CaseKnownIssue, col(CaseKnownIssue.article_id) == Article.id)
    here = col(CaseKnownIssue.case_id).in_(await seen_together(db, case))
    mine = (here, CaseKnownIssue.kind != "not_helpful", Article.confidence != "archived")
    order = (
        col(CaseKnownIssue.kind) != "resolved_by",
        col(Article.confidence) != "work_in_progress",
        col(CaseKnownIssue.at).desc(),
    )
    found = (await db.exec(query.where(*mine).order_by(*order).limit(MOST))).all()
    return list({article.id: article for article in found}.values())
