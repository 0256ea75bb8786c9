"""What we know about a problem that more than one customer has, and which cases it helped."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from ..platform.model import Bounded, Versioned, bounded_fk, bounded_key, key

EVERYWHERE = "everywhere"
CONFIDENCES = {
    "work_in_progress": "Work in progress",
    "not_validated": "Not validated",
    "validated": "Validated",
    "archived": "Archived",
}
AUDIENCES = {"internal": "Internal", "customer": "Customers"}
STATES = {
    "investigating": "Investigating",
    "workaround": "Workaround known",
    "fix_in_progress": "Fix in progress",
    "fixed": "Fixed",
}
KINDS = {"resolved_by": "solved it", "referenced": "linked", "not_helpful": "not this"}


def _one_of(column: str, values: dict[str, str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


def _words() -> Any:
    return Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))


class Article(Versioned, Bounded, table=True):
    """`source_path` and `source_hash` are of the file it was imported from; an empty hash says that people changed it since."""

    __tablename__ = "known_issue"
    __table_args__ = (
        bounded_key(),
        UniqueConstraint("boundary", "source_path"),
        _one_of("confidence", CONFIDENCES),
        _one_of("audience", AUDIENCES),
        _one_of("state", STATES),
        CheckConstraint("title <> '' AND body <> ''", name="is_told"),
        Index("ix_known_issue_changed", "changed_at", "id"),
        Index("ix_known_issue_family", "family", "changed_at", "id"),
    )
    id: int = key()
    title: str
    body: str
    family: str
    products: list[str] = _words()
    error_codes: list[str] = _words()
    confidence: str = "work_in_progress"
    audience: str = "internal"
    state: str = "investigating"
    fix_eta: date | None = None
    fixed_in: str | None = None
    source_path: str | None = None
    source_hash: str | None = None
    owner_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    created_at: datetime
    changed_at: datetime

    @property
    def ref(self) -> str:
        return f"KI-{self.id}"

    @property
    def subject(self) -> str:
        return f"known_issue/{self.id}"

    thread = subject

    @property
    def is_archived(self) -> bool:
        return self.confidence == "archived"

    def fits(self, boundary: str) -> bool:
        """Whether a case of this boundary may be linked to it."""
        return self.boundary in (EVERYWHERE, boundary)


class CaseKnownIssue(Bounded, table=True):
    """What an article was for a case. The boundary is the case's; the article's is its own or everywhere."""

    __tablename__ = "case_known_issue"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        ForeignKeyConstraint(["article_id", "article_boundary"], ["known_issue.id", "known_issue.boundary"]),
        CheckConstraint(f"article_boundary IN ('{EVERYWHERE}', boundary)", name="article_boundary"),
        _one_of("kind", KINDS),
        Index("ix_case_known_issue_article", "article_id", "kind"),
    )
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    article_id: int = Field(primary_key=True, sa_type=BigInteger)
    article_boundary: str
    kind: str
    by_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    at: datetime

    @property
    def subject(self) -> str:
        return f"known_issue/{self.article_id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"
