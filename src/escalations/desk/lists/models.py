"""Views: lists that somebody gave a name, and whose rail they stand in."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, text
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key

_THERE = "deleted_at IS NULL"


class SavedView(Versioned, Bounded, table=True):
    """`team` is the queue whose people share it, `words` what was typed to narrow it. It is of the boundary that its words name,
    otherwise of everywhere. One that was deleted can be had back."""

    __tablename__ = "saved_view"
    __table_args__ = (
        bounded_key(),
        CheckConstraint("name <> '' AND length(name) <= 60", name="has_name"),
        CheckConstraint("length(words) <= 400", name="short_words"),
        CheckConstraint("(deleted_at IS NULL) = (deleted_by = '')", name="deleted_by_somebody"),
        Index("uq_saved_view_name", "owner_id", text("lower(name)"), unique=True, postgresql_where=_THERE),
        Index("ix_saved_view_team", "team", "id", postgresql_where=f"team IS NOT NULL AND {_THERE}"),
        Index("ix_saved_view_owner", "owner_id", "id"),
    )
    id: int = key()
    owner_id: int = Field(sa_type=BigInteger, foreign_key="person.id")
    owner_name: str
    name: str
    words: str = ""
    columns: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    grouping: str = ""
    ordering: str = "urgent"
    team: str | None = None
    changed_at: datetime
    changed_by: str
    deleted_at: datetime | None = None
    deleted_by: str = ""

    @property
    def ref(self) -> str:
        return f"V-{self.id}"

    @property
    def subject(self) -> str:
        return f"view/{self.id}"

    thread = subject


class ViewPin(Bounded, table=True):
    """In whose rail a view stands."""

    __tablename__ = "view_pin"
    __table_args__ = (
        bounded_fk("view_id", "saved_view"),
        Index("ix_view_pin_view", "view_id"),
        {"info": {"private_to": "person_id"}},
    )
    person_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="person.id")
    view_id: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime
