"""Trackers and their keys, what of each issue stands there, and what they told us as they told it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from ...product_groups.models import name_of_group

KINDS = {"github": "GitHub issues", "azure_devops": "Azure DevOps work items", "jira": "Jira"}
OUTCOMES = {
    "applied": "applied",
    "unchanged": "nothing new",
    "kept": "not about one of ours",
    "shelved": "not understood",
}


def _one_of(column: str, values: dict[str, str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


class Tracker(Versioned, Bounded, table=True):
    """Where the issues of one group in one cloud are kept. `project` is `owner/repository`, `organisation/project` or a project's key;
    `login` goes with the token where the tracker wants both; `key` is the open part of its address for webhooks."""

    __tablename__ = "tracker"
    __table_args__ = (
        bounded_key(),
        UniqueConstraint("key"),
        _one_of("kind", KINDS),
        CheckConstraint(
            "name <> '' AND key <> '' AND base_url <> '' AND project <> '' AND token <> ''", name="is_complete"
        ),
        Index("uq_tracker_enabled", "boundary", "product_group", unique=True, postgresql_where="enabled"),
    )
    id: int = key()
    name: str
    kind: str
    product_group: str
    key: str
    base_url: str
    project: str
    login: str = ""
    token: str
    enabled: bool = True
    added_at: datetime

    @property
    def ref(self) -> str:
        return f"T-{self.id}"

    @property
    def subject(self) -> str:
        return f"tracker/{self.id}"

    thread = subject

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def group_name(self) -> str:
        return name_of_group(self.product_group)


class TrackerKey(Bounded, table=True):
    """What its webhooks are signed with, or the fingerprint of the password they bring. The one before counts on for a while."""

    __tablename__ = "tracker_key"
    __table_args__ = (
        bounded_fk("tracker_id", "tracker"),
        CheckConstraint("(fingerprint = '') <> (signing_key = '')", name="one_or_the_other"),
        Index("ix_tracker_key_tracker", "tracker_id", "id"),
    )
    id: int = key()
    tracker_id: int = Field(sa_type=BigInteger)
    fingerprint: str = ""
    signing_key: str = ""
    added_at: datetime
    ends_at: datetime | None = None


class TrackerItem(Bounded, table=True):
    """The work item of an engineering issue. `said` is the fingerprint of what it was last made to say; `next_at` is when it is to be
    looked at next; `leased_until` keeps two workers apart; `told_at` is the tracker's own time of its last news."""

    __tablename__ = "tracker_item"
    __table_args__ = (
        bounded_fk("tracker_id", "tracker"),
        bounded_fk("issue_id", "engineering_issue"),
        Index("ix_tracker_item_next", "next_at", postgresql_where="next_at IS NOT NULL"),
        Index("uq_tracker_item_key", "tracker_id", "external_key", unique=True, postgresql_where="external_key <> ''"),
    )
    issue_id: int = Field(primary_key=True, sa_type=BigInteger)
    tracker_id: int = Field(sa_type=BigInteger)
    external_key: str = ""
    url: str = ""
    said: str = ""
    attempts: int = 0
    problem: str = ""
    next_at: datetime | None = None
    leased_until: datetime | None = None
    synced_at: datetime | None = None
    told_at: datetime | None = None


class TrackerDelivery(Bounded, table=True):
    """As it was sent, before anybody tried to understand it. `sent_key` is the sender's own: what it repeats is stored once."""

    __tablename__ = "tracker_delivery"
    __table_args__ = (
        bounded_key(),
        bounded_fk("tracker_id", "tracker"),
        UniqueConstraint("tracker_id", "sent_key"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    tracker_id: int = Field(sa_type=BigInteger)
    received_at: datetime
    sent_key: str
    body: bytes = Field(sa_type=LargeBinary)


class TrackerReading(Bounded, table=True):
    """What was made of a delivery. None there: the worker has not come to it yet."""

    __tablename__ = "tracker_reading"
    __table_args__ = (
        bounded_fk("delivery_id", "tracker_delivery"),
        _one_of("outcome", OUTCOMES),
    )
    delivery_id: int = Field(primary_key=True, sa_type=BigInteger)
    read_at: datetime
    outcome: str
    said: str = ""
