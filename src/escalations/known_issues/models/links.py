"""Which cases an article helped, and what these were told of it since."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk
from .words import EVERYWHERE, KINDS, one_of


class CaseKnownIssue(Bounded, table=True):
    """What an article was for a case. The boundary is the case's; the article's is its own or everywhere.

    `told_event` is the newest change of the article's state that this case was told of.
    """

    __tablename__ = "case_known_issue"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        ForeignKeyConstraint(["article_id", "article_boundary"], ["known_issue.id", "known_issue.boundary"]),
        CheckConstraint(f"article_boundary IN ('{EVERYWHERE}', boundary)", name="article_boundary"),
        one_of("kind", KINDS),
        Index("ix_case_known_issue_article", "article_id", "kind"),
    )
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    article_id: int = Field(primary_key=True, sa_type=BigInteger)
    article_boundary: str
    kind: str
    by_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    at: datetime
    told_event: int | None = Field(default=None, sa_type=BigInteger)

    @property
    def subject(self) -> str:
        return f"known_issue/{self.article_id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"
