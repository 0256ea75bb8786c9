"""Who our customers are and what they have. An organisation lives in one boundary; one with two has two rows."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from ..platform.model import Bounded, Versioned, bounded_fk, bounded_key, key

PLANS = {"developer": "Developer", "standard": "Standard", "prodirect": "ProDirect", "unified": "Unified"}


class Customer(Versioned, Bounded, table=True):
    """`cover_until` is the end of rapid-response cover, None without cover."""

    __tablename__ = "customer"
    __table_args__ = (
        bounded_key(),
        UniqueConstraint("boundary", "name"),
        CheckConstraint("plan IN ('developer', 'standard', 'prodirect', 'unified')", name="plan"),
        CheckConstraint("boundary <> 'everywhere'", name="real_boundary"),
        CheckConstraint("name <> ''", name="has_name"),
        Index("ix_customer_cover", "cover_until", postgresql_where="cover_until IS NOT NULL"),
        Index("ix_customer_name", "name", "id"),
    )
    id: int = key()
    name: str
    industry: str = ""
    plan: str = "standard"
    cover_until: datetime | None = None
    handling_notes: str = ""

    @property
    def ref(self) -> str:
        return f"CU-{self.id}"

    @property
    def subject(self) -> str:
        return f"customer/{self.id}"

    thread = subject

    @property
    def plan_name(self) -> str:
        return PLANS[self.plan]

    def is_covered(self, at: datetime) -> bool:
        """Whether rapid response looks after this customer at `at`."""
        return self.cover_until is not None and at < self.cover_until


class Contact(Versioned, Bounded, table=True):
    """Whom we may write to, until they have left. Times in replies are shown in their zone beside UTC."""

    __tablename__ = "contact"
    __table_args__ = (
        bounded_key(),
        bounded_fk("customer_id", "customer"),
        UniqueConstraint("customer_id", "email"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )
    id: int = key()
    customer_id: int = Field(sa_type=BigInteger)
    name: str
    email: str
    title: str = ""
    time_zone: str = "UTC"
    language: str = "en"
    left_at: datetime | None = None

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.time_zone))


class Subscription(Bounded, table=True):
    """What a customer bought: `code` is the cloud's own identifier; regions and services are catalogue keys."""

    __tablename__ = "subscription"
    __table_args__ = (
        bounded_key(),
        bounded_fk("customer_id", "customer"),
        UniqueConstraint("boundary", "code"),
        Index("ix_subscription_customer", "customer_id"),
        Index("ix_subscription_regions", "regions", postgresql_using="gin"),
    )
    id: int = key()
    customer_id: int = Field(sa_type=BigInteger)
    code: str
    name: str
    regions: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    services: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
