"""A case, what was said on it, and the facts that hold while they hold: a wait, a closure, a link."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ..platform.model import Bounded, Versioned, bounded_fk, bounded_key, key

SEVERITIES = {"A": "critical", "B": "moderate", "C": "minimal"}
TURNS = {
    "us": "our turn",
    "customer": "customer's turn",
    "product_group": "product group's turn",
    "third_party": "third party's turn",
    "close_the_loop": "close the loop",
}
RESOLUTIONS = {
    "fixed": "Fixed",
    "workaround": "Workaround given",
    "known_issue": "Known issue",
    "incident": "Caused by an incident",
    "customer_config": "Customer's configuration",
    "by_design": "Works as designed",
    "no_response": "Customer no longer answers",
    "duplicate": "Duplicate of another case",
}
LINK_KINDS = {"parent": "part of", "duplicate": "duplicate of", "related": "related to"}
_OPEN = "closed_at IS NULL"


def _one_of(column: str, values: object) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(v) for v in values)})", name=column)  # type: ignore[attr-defined]


class Case(Versioned, Bounded, table=True):
    """`claimed` is what the customer says, `severity` what we assessed. `due_at` caches the nearest clock that is ours."""

    __tablename__ = "support_case"
    __table_args__ = (
        bounded_key(),
        bounded_fk("customer_id", "customer"),
        bounded_fk("contact_id", "contact"),
        bounded_fk("subscription_id", "subscription"),
        UniqueConstraint("boundary", "external_key"),
        _one_of("severity", SEVERITIES),
        _one_of("claimed", SEVERITIES),
        _one_of("turn", TURNS),
        CheckConstraint("boundary <> 'everywhere'", name="real_boundary"),
        CheckConstraint("queue <> ''", name="has_queue"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_after_opened"),
        Index("ix_case_open_queue", "queue", "severity", "due_at", "id", postgresql_where=_OPEN),
        Index("ix_case_open_due", "severity", "due_at", "id", postgresql_where=_OPEN),
        Index("ix_case_open_owner", "owner_id", "due_at", "id", postgresql_where=_OPEN),
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
    assigned_at: datetime | None = None
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


class CaseEntry(Bounded, table=True):
    """Something said on a case, in order of `id`. Only `customer` and `reply` ever cross to the customer."""

    __tablename__ = "case_entry"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        bounded_fk("contact_id", "contact"),
        _one_of("kind", ("customer", "reply", "note")),
        CheckConstraint("kind = 'customer' OR author_id IS NOT NULL OR author_name <> ''", name="has_author"),
        UniqueConstraint("case_id", "external_key"),
        Index("ix_case_entry_case", "case_id", "id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    kind: str
    body: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str = ""
    contact_id: int | None = Field(default=None, sa_type=BigInteger)
    gate_reason: str | None = None
    external_key: str | None = None


class Attachment(Bounded, table=True):
    __tablename__ = "attachment"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        CheckConstraint("size >= 0", name="size"),
        Index("ix_attachment_case", "case_id", "id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class AttachmentContent(Bounded, table=True):
    """Apart from the attachment, so that listing files does not read them."""

    __tablename__ = "attachment_content"
    __table_args__ = (bounded_fk("attachment_id", "attachment", ondelete="CASCADE"),)
    attachment_id: int = Field(primary_key=True, sa_type=BigInteger)
    content: bytes = Field(sa_type=LargeBinary)


class SeverityChange(Bounded, table=True):
    """Who said which severity on which ground. `kind` is claimed or assessed."""

    __tablename__ = "severity_change"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        _one_of("kind", ("claimed", "assessed")),
        Index("ix_severity_change_case", "case_id", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    kind: str
    was: str
    became: str
    reason: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class CaseWait(Bounded, table=True):
    """While somebody else has the turn. The key is the lock: a case waits for one party at a time."""

    __tablename__ = "case_wait"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        _one_of("on_whom", ("customer", "product_group", "third_party")),
    )
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    on_whom: str
    question: str
    since: datetime
    until: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class CaseClosure(Bounded, table=True):
    """While a case is closed. The key is the lock: two closures cannot both commit."""

    __tablename__ = "case_closure"
    __table_args__ = (bounded_fk("case_id", "support_case"), _one_of("resolution", RESOLUTIONS))
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    resolution: str
    note: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class CaseLink(Bounded, table=True):
    """`case_id` is part of, a duplicate of, or related to `other_id`, always within one boundary."""

    __tablename__ = "case_link"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        bounded_fk("other_id", "support_case"),
        _one_of("kind", LINK_KINDS),
        UniqueConstraint("case_id", "other_id", "kind"),
        CheckConstraint("case_id <> other_id", name="two_cases"),
        Index("ix_case_link_other", "other_id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    other_id: int = Field(sa_type=BigInteger)
    kind: str
    reason: str = ""
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class RoutingDecision(Bounded, table=True):
    """Why a case went where it went, complete enough to be decided again from this row alone."""

    __tablename__ = "routing_decision"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        Index("ix_routing_decision_case", "case_id", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    at: datetime
    rule_set: str
    rule: str
    queue: str
    assignee_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    reasons: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    record: dict[str, Any] = Field(sa_type=JSONB)
