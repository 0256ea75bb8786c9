"""What articles linked to a case say to ourselves only."""

from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import col

from ..models import Article, CaseKnownIssue
from ..models.words import OUTSIDE


def inside_articles_beside(cases: ColumnElement[Any]) -> Select[str, int]:
    """The text of those that no customer may read, and their id."""
    query = select(col(Article.body), col(Article.id)).join(
        CaseKnownIssue, col(CaseKnownIssue.article_id) == Article.id
    )
    return query.where(col(CaseKnownIssue.case_id) == cases, col(Article.audience).not_in(OUTSIDE))
