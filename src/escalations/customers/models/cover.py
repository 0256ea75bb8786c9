"""Rapid-response cover as it was agreed, and the moments at which a customer can least afford trouble."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, bounded_key, key

HOURS = {"always": "around the clock", "business": "in business hours"}


class Cover(Bounded, table=True):
    """What one contract covers and when. `products` are keys of the catalogue; without products it is all of them, and without
    subscriptions all the customer has. The newest row of a contract stands; `Customer.cover_until` is the latest end of those that stand."""

    __tablename__ = "customer_cover"
    __table_args__ = (
        bounded_key(),
        bounded_fk("customer_id", "customer"),
        CheckConstraint("hours IN ('always', 'business')", name="hours"),
        CheckConstraint("until > starts_at", name="lasts"),
        CheckConstraint("(ended_at IS NULL) = (ended_why = '')", name="says_why_it_ended"),
        Index(
            "uq_customer_cover_standing", "customer_id", "contract", unique=True, postgresql_where="ended_at IS NULL"
        ),
        Index("ix_customer_cover_customer", "customer_id", "id"),
    )
    id: int = key()
    customer_id: int = Field(sa_type=BigInteger)
    contract: str = ""
    hours: str = "always"
    products: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    starts_at: datetime
    until: datetime
    ended_at: datetime | None = None
    ended_why: str = ""

    @property
    def named(self) -> str:
        return f"contract {self.contract}" if self.contract else "its cover"

    def is_active(self, at: datetime) -> bool:
        return self.ended_at is None and self.starts_at <= at < self.until


class CoverSubscription(Bounded, table=True):
    """A subscription that a cover is limited to."""

    __tablename__ = "customer_cover_subscription"
    __table_args__ = (
        bounded_fk("cover_id", "customer_cover", ondelete="CASCADE"),
        bounded_fk("subscription_id", "subscription"),
        UniqueConstraint("cover_id", "subscription_id"),
        Index("ix_customer_cover_subscription_subscription", "subscription_id"),
    )
    id: int = key()
    cover_id: int = Field(sa_type=BigInteger)
    subscription_id: int = Field(sa_type=BigInteger)


class BusinessMoment(Bounded, table=True):
    """A launch, a sales day, a closing of books: while it lasts, waiting costs this customer more."""

    __tablename__ = "business_moment"
    __table_args__ = (
        bounded_fk("customer_id", "customer"),
        CheckConstraint("name <> ''", name="has_name"),
        CheckConstraint("ends_at > starts_at", name="lasts"),
        Index("ix_business_moment_customer", "customer_id", "ends_at", postgresql_where="withdrawn_at IS NULL"),
    )
    id: int = key()
    customer_id: int = Field(sa_type=BigInteger)
    name: str
    starts_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None = None
