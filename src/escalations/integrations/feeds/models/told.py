"""What a vendor says of one incident, kept beside ours and never over it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ....platform.model import Bounded, bounded_fk, bounded_key, key
from ..spelling import spoken
from .words import ABOUT, STATES, one_of


def _names() -> Any:
    return Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))


class VendorIncident(Bounded, table=True):
    """`told_at` is the vendor's time of what counts now: older news adds its text and changes nothing. `told` is what we last wrote
    into our incident for the vendor, so that what people changed there since is left to them. `shelf` says why it is not there."""

    __tablename__ = "vendor_incident"
    __table_args__ = (
        bounded_key(),
        bounded_fk("feed_id", "inbound_feed"),
        bounded_fk("delivery_id", "inbound_delivery"),
        bounded_fk("incident_id", "incident"),
        UniqueConstraint("feed_id", "vendor_id"),
        one_of("about", ABOUT),
        one_of("state", STATES, or_nothing=True),
        Index("ix_vendor_incident_incident", "incident_id", postgresql_where="incident_id IS NOT NULL"),
        Index("ix_vendor_incident_shelf", "feed_id", "id", postgresql_where="shelf <> ''"),
    )
    id: int = key()
    feed_id: int = Field(sa_type=BigInteger)
    vendor_id: str
    about: str = "incident"
    title: str = ""
    state: str = ""
    severity: str = ""
    severity_as_told: str = ""
    services: list[str] = _names()
    regions: list[str] = _names()
    accounts: list[str] = _names()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    told_at: datetime | None = None
    url: str = ""
    incident_id: int | None = Field(default=None, sa_type=BigInteger)
    told: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    shelf: str = ""
    delivery_id: int = Field(sa_type=BigInteger)

    @property
    def called(self) -> str:
        """As people read the vendor's id."""
        return spoken(self.vendor_id)


class VendorUpdate(Bounded, table=True):
    """The vendor's own words at the vendor's own time. `key` is theirs: what they send again is not stored again."""

    __tablename__ = "vendor_update"
    __table_args__ = (
        bounded_fk("vendor_incident_id", "vendor_incident"),
        bounded_fk("delivery_id", "inbound_delivery"),
        UniqueConstraint("vendor_incident_id", "key"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    vendor_incident_id: int = Field(sa_type=BigInteger)
    delivery_id: int = Field(sa_type=BigInteger)
    key: str
    at: datetime
    stage: str = ""
    text: str
    is_html: bool = False
