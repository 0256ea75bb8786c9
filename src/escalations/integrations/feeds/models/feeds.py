"""Who may tell us something, how they prove it, and when they last did."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ....platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from .words import KINDS, SIGNED, WITHOUT_DOOR, one_of


class Feed(Versioned, Bounded, table=True):
    """`key` is the open part of its address. `words` maps what the vendor calls services and regions to keys of the catalogue;
    `otherwise` is the family of what no word names, or nothing: then it waits on the shelf. `mapping` is of the generic kind."""

    __tablename__ = "inbound_feed"
    __table_args__ = (
        bounded_key(),
        UniqueConstraint("boundary", "name"),
        UniqueConstraint("key"),
        one_of("kind", KINDS),
        CheckConstraint("name <> '' AND key <> ''", name="is_named"),
        CheckConstraint("(kind = 'google') = (poll_url <> '')", name="polled_has_its_url"),
        CheckConstraint("poll_minutes BETWEEN 1 AND 1440", name="poll_minutes"),
        CheckConstraint("(kind = 'generic') = (mapping <> '')", name="generic_has_its_mapping"),
    )
    id: int = key()
    name: str
    kind: str
    key: str
    enabled: bool = True
    words: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    otherwise: str = ""
    mapping: str = ""
    poll_url: str = ""
    poll_minutes: int = 5
    added_at: datetime

    @property
    def ref(self) -> str:
        return f"F-{self.id}"

    @property
    def subject(self) -> str:
        return f"feed/{self.id}"

    thread = subject

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def is_signed(self) -> bool:
        return self.kind in SIGNED

    @property
    def has_door(self) -> bool:
        return self.kind not in WITHOUT_DOOR


class FeedKey(Bounded, table=True):
    """Of a secret only the fingerprint is kept. A signature can only be checked with the key itself. Several count while one is
    replaced by the next; an end is the moment from which it does not."""

    __tablename__ = "inbound_key"
    __table_args__ = (
        bounded_fk("feed_id", "inbound_feed"),
        CheckConstraint("(fingerprint = '') <> (signing_key = '')", name="one_or_the_other"),
        Index("ix_inbound_key_feed", "feed_id", "id"),
    )
    id: int = key()
    feed_id: int = Field(sa_type=BigInteger)
    fingerprint: str = ""
    signing_key: str = ""
    added_at: datetime
    ends_at: datetime | None = None


class FeedStanding(Bounded, table=True):
    """What changes with every delivery and every poll; the feed's own row stays as people wrote it."""

    __tablename__ = "inbound_standing"
    __table_args__ = (bounded_fk("feed_id", "inbound_feed"),)
    feed_id: int = Field(primary_key=True, sa_type=BigInteger)
    seen_at: datetime | None = None
    last_hash: str = ""
    deliveries: int = 0
    refused_at: datetime | None = None
    refusals: int = 0
    polled_at: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    problem: str = ""
