"""Articles that say what a case must be like, and how past cases that were like that ended."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import col

from ...cases.models import Case, CaseClosure
from ...platform.db import Session
from ..models import EVERYWHERE, Article, CaseKnownIssue

MOST = 2_000

_TOLD = (
    col(Article.id), col(Article.title), col(Article.state), col(Article.confidence), col(Article.fixed_in), col(Article.fix_eta), col(Article.match),
)  # fmt: skip


async def articles_with_match(db: Session, case: Case) -> Sequence[Row[Any]]:
    """Those that this case may be linked to and that nobody said anything of on it; the newest, if there are very many."""
    said = select(col(CaseKnownIssue.article_id)).where(col(CaseKnownIssue.case_id) == case.id)
    query = select(*_TOLD).where(
        col(Article.match) != "", col(Article.confidence) != "archived", col(Article.boundary).in_((EVERYWHERE, case.boundary)),
        col(Article.id).not_in(said),
    )  # fmt: skip
    return (await db.execute(query.order_by(col(Article.id).desc()).limit(MOST))).all()


async def ends_of(db: Session, case_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """(id, title, closed_at, resolution) of cases in the reader's sight."""
    told = (col(Case.id), col(Case.title), col(Case.closed_at), col(CaseClosure.resolution))
    query = (
        select(*told).outerjoin(CaseClosure, col(CaseClosure.case_id) == col(Case.id)).where(col(Case.id).in_(case_ids))
    )
    return {row.id: row for row in await db.execute(query)}


async def said_of(db: Session, case_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    """By case, what each article was for it."""
    told = (col(CaseKnownIssue.case_id), col(CaseKnownIssue.article_id), col(CaseKnownIssue.kind))
    found: dict[int, dict[int, str]] = {}
    for case_id, article_id, kind in await db.execute(select(*told).where(col(CaseKnownIssue.case_id).in_(case_ids))):
        found.setdefault(case_id, {})[article_id] = kind
    return found
