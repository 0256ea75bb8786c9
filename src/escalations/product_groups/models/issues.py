"""An engineering issue: what the group works on. One answers many escalations, and through them many cases."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from .words import ISSUE_STATES, name_of_group, one_of


class EngineeringIssue(Versioned, Bounded, table=True):
    """`outcome` says what was fixed, or why it will not be."""

    __tablename__ = "engineering_issue"
    __table_args__ = (
        bounded_key(),
        one_of("state", ISSUE_STATES),
        CheckConstraint("title <> ''", name="is_named"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("state = 'open' OR outcome <> ''", name="says_what_became_of_it"),
        Index("ix_engineering_issue_open", "product_group", "id", postgresql_where="state = 'open'"),
    )
    id: int = key()
    product_group: str
    title: str
    description: str = ""
    state: str = "open"
    outcome: str = ""
    opened_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    opened_at: datetime
    ended_at: datetime | None = None

    @property
    def ref(self) -> str:
        return f"EI-{self.id}"

    @property
    def subject(self) -> str:
        return f"engineering_issue/{self.id}"

    thread = subject

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def group_name(self) -> str:
        return name_of_group(self.product_group)

    @property
    def state_in_words(self) -> str:
        return ISSUE_STATES[self.state]


class EngineeringIssueLink(Bounded, table=True):
    __tablename__ = "engineering_issue_link"
    __table_args__ = (
        bounded_fk("issue_id", "engineering_issue"),
        bounded_fk("escalation_id", "escalation"),
        Index("uq_engineering_issue_link", "escalation_id", unique=True, postgresql_where="removed_at IS NULL"),
        Index("ix_engineering_issue_link_issue", "issue_id", "escalation_id", postgresql_where="removed_at IS NULL"),
    )
    id: int = key()
    issue_id: int = Field(sa_type=BigInteger)
    escalation_id: int = Field(sa_type=BigInteger)
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str
    removed_at: datetime | None = None
