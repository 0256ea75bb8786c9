"""What a customer bought."""

from sqlalchemy import ARRAY, BigInteger, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, bounded_key, key


class Subscription(Bounded, table=True):
    """What a customer bought: `code` is the cloud's own identifier; regions and services are catalogue keys."""

    __tablename__ = "subscription"
    __table_args__ = (
        bounded_key(),
        bounded_fk("customer_id", "customer"),
        UniqueConstraint("boundary", "code"),
        Index("ix_subscription_customer", "customer_id"),
        Index("ix_subscription_code", "code"),
        Index("ix_subscription_regions", "regions", postgresql_using="gin"),
    )
    id: int = key()
    customer_id: int = Field(sa_type=BigInteger)
    code: str
    name: str
    regions: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    services: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
