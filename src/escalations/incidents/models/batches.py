"""Many links turned at once: what each was before, so that the whole of it can be taken back."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from .words import BATCH_KINDS, one_of


class LinkBatch(Versioned, Bounded, table=True):
    """One act on the links of an incident. `other_id` is the incident into which it was merged, or that was split off it."""

    __tablename__ = "incident_link_batch"
    __table_args__ = (
        bounded_key(),
        bounded_fk("incident_id", "incident"),
        bounded_fk("other_id", "incident"),
        one_of("kind", BATCH_KINDS),
        CheckConstraint("other_id <> incident_id", name="of_two"),
        CheckConstraint("(kind IN ('merged', 'split')) = (other_id IS NOT NULL)", name="names_the_other"),
        CheckConstraint("(undone_at IS NULL) = (undone_by = '')", name="undone_by_somebody"),
        Index("ix_incident_link_batch_incident", "incident_id", "id"),
        Index("ix_incident_link_batch_other", "other_id", "id", postgresql_where="other_id IS NOT NULL"),
    )
    id: int = key()
    incident_id: int = Field(sa_type=BigInteger)
    other_id: int | None = Field(default=None, sa_type=BigInteger)
    kind: str
    reason: str = ""
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str
    undone_at: datetime | None = None
    undone_by: str = ""

    @property
    def subject(self) -> str:
        return f"incident/{self.incident_id}"

    thread = subject


class LinkChange(Bounded, table=True):
    """What a link was before its batch; an empty `was_state` means that there was none. `version` is what the batch left."""

    __tablename__ = "incident_link_change"
    __table_args__ = (
        bounded_fk("batch_id", "incident_link_batch"),
        bounded_fk("link_id", "case_incident_link"),
        Index("ix_incident_link_change_batch", "batch_id", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    batch_id: int = Field(sa_type=BigInteger)
    link_id: int = Field(sa_type=BigInteger)
    was_state: str = ""
    was_at: datetime | None = None
    was_author_id: int | None = Field(default=None, sa_type=BigInteger)
    was_reason: str = ""
    version: int
