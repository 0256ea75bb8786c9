"""What an article said before, and what readers say is wrong with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key


class ArticleVersion(Bounded, table=True):
    """What an article said from `at` until its next version. `kept` is why facts about one customer stand in it."""

    __tablename__ = "known_issue_version"
    __table_args__ = (
        bounded_fk("article_id", "known_issue"),
        UniqueConstraint("article_id", "number"),
        CheckConstraint("number > 0", name="number"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    article_id: int = Field(sa_type=BigInteger)
    number: int
    said: dict[str, Any] = Field(sa_type=JSONB)
    kept: str = ""
    restored: int | None = None
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class ArticleFlag(Bounded, table=True):
    """Somebody who reads an article says what is wrong with it, until somebody who may change it settles that."""

    __tablename__ = "known_issue_flag"
    __table_args__ = (
        bounded_fk("article_id", "known_issue"),
        CheckConstraint("comment <> ''", name="says_what"),
        CheckConstraint("(settled_at IS NULL) = (answer = '')", name="settled_with_an_answer"),
        Index("ix_known_issue_flag_article", "article_id", "id"),
        Index("ix_known_issue_flag_open", "at", "id", postgresql_where="settled_at IS NULL"),
    )
    id: int = key()
    article_id: int = Field(sa_type=BigInteger)
    comment: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    answer: str = ""
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")

    @property
    def subject(self) -> str:
        return f"known_issue/{self.article_id}"

    thread = subject

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
