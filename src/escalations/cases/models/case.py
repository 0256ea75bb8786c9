"""A case as it stands."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from .words import SEVERITIES, TURNS, one_of

_OPEN = "closed_at IS NULL"


class Case(Versioned, Bounded, table=True):
    """`claimed` is what the customer says, `severity` what we assessed. `due_at` caches the nearest clock that is ours.

    `queued_at` is since when it has stood in its queue; `heard_at` when its owner first did something on it.
    """

    __tablename__ = "support_case"
    __table_args__ = (
        bounded_key(),
        bounded_fk("customer_id", "customer"),
        bounded_fk("contact_id", "contact"),
        bounded_fk("subscription_id", "subscription"),
        UniqueConstraint("boundary", "external_key"),
        one_of("severity", SEVERITIES),
        one_of("claimed", SEVERITIES),
        one_of("turn", TURNS),
        CheckConstraint("boundary <> 'everywhere'", name="real_boundary"),
        CheckConstraint("queue <> ''", name="has_queue"),
        CheckConstraint("transfers >= 0", name="transfers"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_after_opened"),
        Index("ix_case_open_queue", "queue", "severity", "due_at", "id", postgresql_where=_OPEN),
        Index("ix_case_open_due", "severity", "due_at", "id", postgresql_where=_OPEN),
        Index("ix_case_open_owner", "owner_id", "due_at", "id", postgresql_where=_OPEN),
        Index(
            "ix_case_waiting", "queue", "severity", "opened_at", "id", postgresql_where=f"{_OPEN} AND owner_id IS NULL"
        ),
        Index(
            "ix_case_unheard",
            "assigned_at",
            "id",
            postgresql_where=f"{_OPEN} AND owner_id IS NOT NULL AND heard_at IS NULL",
        ),
        Index("ix_case_open_customer", "customer_id", postgresql_where=_OPEN),
        Index("ix_case_open_family", "family", "region", "id", postgresql_where=_OPEN),
        Index("ix_case_snoozed", "snoozed_until", postgresql_where="snoozed_until IS NOT NULL"),
        Index("ix_case_customer", "customer_id", text("(closed_at IS NOT NULL)"), text("id DESC")),
        Index("ix_case_opened", "opened_at", "id"),
    )
    id: int = key()
    title: str
    description: str
    customer_id: int = Field(sa_type=BigInteger)
    contact_id: int | None = Field(default=None, sa_type=BigInteger)
    subscription_id: int | None = Field(default=None, sa_type=BigInteger)
    family: str
    product: str | None = None
    region: str | None = None
    resources: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    error_codes: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    language: str = "en"
    channel: str = "web"
    external_key: str | None = None
    claimed: str
    severity: str
    turn: str = "us"
    queue: str
    owner_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    problem_started_at: datetime | None = None
    opened_at: datetime
    opened_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    queued_at: datetime
    assigned_at: datetime | None = None
    heard_at: datetime | None = None
    transfers: int = 0
    first_answered_at: datetime | None = None
    changed_at: datetime
    due_at: datetime | None = None
    due_kind: str | None = None
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None

    @property
    def ref(self) -> str:
        return f"C-{self.id}"

    @property
    def subject(self) -> str:
        return f"case/{self.id}"

    thread = subject

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
