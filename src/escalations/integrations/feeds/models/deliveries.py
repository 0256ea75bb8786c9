"""What came, byte for byte, and what was made of it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from ....platform.model import Bounded, bounded_fk, bounded_key, key, metadata
from ....platform.protection import declare_function
from .words import OUTCOMES, one_of


class Delivery(Bounded, table=True):
    """As it was sent, before anybody tried to understand it. After a while its bytes are let go, and nothing else of it ever changes."""

    __tablename__ = "inbound_delivery"
    __table_args__ = (
        bounded_key(),
        bounded_fk("feed_id", "inbound_feed"),
        Index("ix_inbound_delivery_feed", "feed_id", "id"),
        Index("ix_inbound_delivery_received", "feed_id", "received_at"),
        Index("ix_inbound_delivery_hash", "feed_id", "body_hash"),
        Index("ix_inbound_delivery_kept", "received_at", postgresql_where="forgotten_at IS NULL"),
        CheckConstraint("forgotten_at IS NULL OR length(body) = 0", name="forgotten_is_gone"),
        {"info": {"append_only": True, "may_update": ("body", "forgotten_at")}},
    )
    id: int = key()
    feed_id: int = Field(sa_type=BigInteger)
    received_at: datetime
    content_type: str = ""
    body: bytes = Field(sa_type=LargeBinary)
    body_hash: str
    forgotten_at: datetime | None = None

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


_STAYS = """CREATE FUNCTION inbound_delivery_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.forgotten_at IS NOT NULL OR NEW.forgotten_at IS NULL OR length(NEW.body) > 0 THEN
    RAISE EXCEPTION 'the bytes of delivery % may be let go, never changed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER inbound_delivery_stays BEFORE UPDATE ON inbound_delivery FOR EACH ROW EXECUTE FUNCTION inbound_delivery_stays()"""
declare_function(metadata, "inbound_delivery_stays", _STAYS)
