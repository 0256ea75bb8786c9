"""What else is said of how far an incident reaches: subscriptions that the cloud names, and what somebody estimates."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key


class ImpactedSubscription(Bounded, table=True):
    """`code` is the cloud's own identifier in small letters; it may name a subscription that we do not know (yet)."""

    __tablename__ = "incident_subscription"
    __table_args__ = (
        bounded_fk("incident_id", "incident"),
        bounded_fk("batch_id", "incident_link_batch"),
        CheckConstraint("code = lower(code) AND code <> ''", name="code_lower"),
        Index(
            "uq_incident_subscription_listed", "incident_id", "code", unique=True, postgresql_where="removed_at IS NULL"
        ),
        Index("ix_incident_subscription_code", "code", "incident_id", postgresql_where="removed_at IS NULL"),
    )
    id: int = key()
    incident_id: int = Field(sa_type=BigInteger)
    code: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str
    batch_id: int | None = Field(default=None, sa_type=BigInteger)
    removed_at: datetime | None = None


class ImpactEstimate(Bounded, table=True):
    """How many customers somebody believes are hit, and where that is from. The newest stands; none is changed."""

    __tablename__ = "incident_estimate"
    __table_args__ = (
        bounded_fk("incident_id", "incident"),
        CheckConstraint("customers >= 0", name="customers"),
        CheckConstraint("source <> ''", name="has_its_source"),
        Index("ix_incident_estimate_incident", "incident_id", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    incident_id: int = Field(sa_type=BigInteger)
    customers: int
    source: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str
