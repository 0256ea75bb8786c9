"""What we know about a problem that more than one customer has."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_key, key
from .words import AUDIENCES, CONFIDENCES, EVERYWHERE, GOVERNANCES, STATES, one_of


def _words() -> Any:
    return Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))


class Article(Versioned, Bounded, table=True):
    """`match` is what a case must be like, in the language of routing rules; empty where nobody said.

    `source_path` and `source_hash` are of the file it was imported from; an empty hash says that people changed it since.
    """

    __tablename__ = "known_issue"
    __table_args__ = (
        bounded_key(),
        UniqueConstraint("boundary", "source_path"),
        one_of("confidence", CONFIDENCES),
        one_of("audience", AUDIENCES),
        one_of("governance", GOVERNANCES),
        one_of("state", STATES),
        CheckConstraint("title <> '' AND body <> ''", name="is_told"),
        Index("ix_known_issue_changed", "changed_at", "id"),
        Index("ix_known_issue_family", "family", "changed_at", "id"),
        Index("ix_known_issue_confidence", "confidence", "changed_at", "id"),
        Index("ix_known_issue_unfinished", "created_at", "id", postgresql_where="confidence = 'work_in_progress'"),
        Index("ix_known_issue_match", "id", postgresql_where="match <> ''"),
    )
    id: int = key()
    title: str
    body: str
    family: str
    products: list[str] = _words()
    error_codes: list[str] = _words()
    confidence: str = "work_in_progress"
    audience: str = "internal"
    governance: str = "experience"
    state: str = "investigating"
    fix_eta: date | None = None
    fixed_in: str | None = None
    match: str = ""
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
