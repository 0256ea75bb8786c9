"""Whom we may write to at a customer."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, CheckConstraint, Column, Computed, Index, Text, UniqueConstraint
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key


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


DOMAIN: Column[str] = Column("domain", Text, Computed("split_part(email, '@', 2)", persisted=True))
"""By which an address in a text is recognised. Not mapped: no page loads it."""
Contact.__table__.append_column(DOMAIN)  # type: ignore[attr-defined]
Index("ix_contact_domain", DOMAIN)
