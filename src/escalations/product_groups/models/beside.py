"""What hangs on an escalation: its cases, what was said and asked, where it has been, and drafts of the next one."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key


class EscalationCase(Bounded, table=True):
    """A case whose customer waits for the same answer. The one that leads is among them."""

    __tablename__ = "escalation_case"
    __table_args__ = (
        bounded_fk("escalation_id", "escalation"),
        bounded_fk("case_id", "support_case"),
        Index("uq_escalation_case", "escalation_id", "case_id", unique=True, postgresql_where="removed_at IS NULL"),
        Index("ix_escalation_case_case", "case_id", "escalation_id", postgresql_where="removed_at IS NULL"),
    )
    id: int = key()
    escalation_id: int = Field(sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger)
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str
    removed_at: datetime | None = None


class EscalationComment(Bounded, table=True):
    """Said between support and the product group. The customer never sees it."""

    __tablename__ = "escalation_comment"
    __table_args__ = (
        bounded_fk("escalation_id", "escalation"),
        CheckConstraint("body <> ''", name="says_something"),
        Index("ix_escalation_comment_escalation", "escalation_id", "id"),
    )
    id: int = key()
    escalation_id: int = Field(sa_type=BigInteger)
    body: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str


class EscalationQuestion(Bounded, table=True):
    """The group asks, support answers; meanwhile the group's clock stands still. Without an answer it ended with the escalation."""

    __tablename__ = "escalation_question"
    __table_args__ = (
        bounded_fk("escalation_id", "escalation"),
        CheckConstraint("body <> ''", name="asks_something"),
        CheckConstraint("answer = '' OR ended_at IS NOT NULL", name="answered"),
        Index("uq_escalation_question_open", "escalation_id", unique=True, postgresql_where="ended_at IS NULL"),
        Index("ix_escalation_question_escalation", "escalation_id", "id"),
    )
    id: int = key()
    escalation_id: int = Field(sa_type=BigInteger)
    body: str
    asked_at: datetime
    asked_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    asked_name: str
    answer: str = ""
    answered_name: str = ""
    ended_at: datetime | None = None


class EscalationTransfer(Bounded, table=True):
    __tablename__ = "escalation_transfer"
    __table_args__ = (
        bounded_fk("escalation_id", "escalation"),
        CheckConstraint("was <> became AND reason <> ''", name="goes_somewhere"),
        Index("ix_escalation_transfer_escalation", "escalation_id", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    escalation_id: int = Field(sa_type=BigInteger)
    was: str
    became: str
    reason: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str


class EscalationDraft(Bounded, table=True):
    """What somebody has typed so far about a case, each their own. `typed` is the form as it was, by field."""

    __tablename__ = "escalation_draft"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        UniqueConstraint("case_id", "author_id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    author_id: int = Field(sa_type=BigInteger, foreign_key="person.id")
    product_group: str
    typed: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB, nullable=False)
    saved_at: datetime

    @property
    def subject(self) -> str:
        return f"case/{self.case_id}"

    thread = subject
