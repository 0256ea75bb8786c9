"""An engagement: rapid response looks after some cases together, from the request to a documented stand-down."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...cases.models.words import one_of
from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key

STATES = {"requested": "requested", "engaged": "engaged", "stood_down": "stood down"}
ROLES = {
    "lead": "Lead",
    "technical": "Technical lead",
    "communications": "Communications",
    "customer": "Customer liaison",
}
"""What one person at a time answers for."""


class Engagement(Versioned, Bounded, table=True):
    """Of one customer, or of several whose cases have one `cause`. `wake_at` is when somebody is next told of its promise.

    Its cases, roles, plan, promises and summaries are rows of their own, so that each says who and when.
    """

    __tablename__ = "engagement"
    __table_args__ = (
        bounded_key(),
        bounded_fk("customer_id", "customer"),
        bounded_fk("incident_id", "incident"),
        one_of("state", STATES),
        CheckConstraint("title <> '' AND reason <> ''", name="is_told"),
        CheckConstraint("customer_id IS NOT NULL OR cause <> ''", name="has_one_customer_or_one_cause"),
        CheckConstraint("(state = 'stood_down') = (stood_down_at IS NOT NULL)", name="stood_down"),
        CheckConstraint("stood_down_at IS NULL OR stand_down_note <> ''", name="says_why"),
        CheckConstraint("state <> 'engaged' OR taken_at IS NOT NULL", name="engaged"),
        CheckConstraint("(state = 'engaged') = (wake_at IS NOT NULL)", name="wakes_while_engaged"),
        Index("ix_engagement_wake_at", "wake_at", postgresql_where="wake_at IS NOT NULL"),
        Index("ix_engagement_open", "requested_at", "id", postgresql_where="state <> 'stood_down'"),
        Index("ix_engagement_stood_down", "stood_down_at", "id", postgresql_where="state = 'stood_down'"),
        Index("ix_engagement_customer", "customer_id", "id"),
    )
    id: int = key()
    title: str
    state: str = "requested"
    reason: str
    customer_id: int | None = Field(default=None, sa_type=BigInteger)
    cause: str = ""
    incident_id: int | None = Field(default=None, sa_type=BigInteger)
    requested_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    requested_at: datetime
    taken_at: datetime | None = None
    wake_at: datetime | None = None
    stood_down_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    stood_down_at: datetime | None = None
    stand_down_note: str = ""
    learned: str = ""

    @property
    def ref(self) -> str:
        return f"RR-{self.id}"

    @property
    def url(self) -> str:
        return f"/rapid-response/engagements/{self.ref}"

    @property
    def subject(self) -> str:
        return f"rapid_response/{self.id}"

    thread = subject

    @property
    def is_open(self) -> bool:
        return self.state != "stood_down"
