"""What came, byte for byte, and what was made of it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from ....platform.model import Bounded, bounded_fk, bounded_key, key
from .words import OUTCOMES, one_of


class Delivery(Bounded, table=True):
    """As it was sent, before anybody tried to understand it."""

    __tablename__ = "inbound_delivery"
    __table_args__ = (
        bounded_key(),
        bounded_fk("feed_id", "inbound_feed"),
        Index("ix_inbound_delivery_feed", "feed_id", "id"),
        Index("ix_inbound_delivery_received", "feed_id", "received_at"),
        Index("ix_inbound_delivery_hash", "feed_id", "body_hash"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    feed_id: int = Field(sa_type=BigInteger)
    received_at: datetime
    content_type: str = ""
    body: bytes = Field(sa_type=LargeBinary)
    body_hash: str

    @property
    def subject(self) -> str:
        return f"delivery/{self.id}"

    @property
    def thread(self) -> str:
        return f"feed/{self.feed_id}"


class Reading(Bounded, table=True):
    """What was made of a delivery when it was read last. None there: the worker has not come to it yet."""

    __tablename__ = "inbound_reading"
    __table_args__ = (
        bounded_fk("delivery_id", "inbound_delivery"),
        bounded_fk("feed_id", "inbound_feed"),
        one_of("outcome", OUTCOMES),
        CheckConstraint("outcome <> 'shelved' OR said <> ''", name="shelved_says_why"),
        Index("ix_inbound_reading_shelf", "feed_id", "delivery_id", postgresql_where="outcome = 'shelved'"),
    )
    delivery_id: int = Field(primary_key=True, sa_type=BigInteger)
    feed_id: int = Field(sa_type=BigInteger)
    read_at: datetime
    outcome: str
    said: str = ""
    events: int = 0
    applied: int = 0
    shelved: int = 0
