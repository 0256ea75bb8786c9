"""Articles with which a case may be closed."""

from sqlmodel import col, select

from ...cases.models import Case
from ...platform.db import Session
from ..models import Article, CaseKnownIssue

MOST = 20


async def articles_to_close_with(db: Session, case: Case) -> list[Article]:
    """Those that are linked: what solved it first, then what was begun on it."""
    query = select(Article).join(CaseKnownIssue, col(CaseKnownIssue.article_id) == Article.id)
    mine = (CaseKnownIssue.case_id == case.id, CaseKnownIssue.kind != "not_helpful", Article.confidence != "archived")
    order = (
        col(CaseKnownIssue.kind) != "resolved_by",
        col(Article.confidence) != "work_in_progress",
        col(CaseKnownIssue.at).desc(),
    )
    return list((await db.exec(query.where(*mine).order_by(*order).limit(MOST))).all())
