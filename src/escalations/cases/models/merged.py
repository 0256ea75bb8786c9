"""Cases that turned out to be one, or two: an edge or a reference each, so that nothing said is ever moved."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key


class CaseAlias(Bounded, table=True):
    """`absorbed` is seen as part of `survivor` until that is undone. `rested` is the rest from which the merge woke the survivor."""

    __tablename__ = "case_alias"
    __table_args__ = (
        bounded_fk("absorbed_id", "support_case"),
        bounded_fk("survivor_id", "support_case"),
        CheckConstraint("absorbed_id <> survivor_id", name="two_cases"),
        CheckConstraint("reason <> ''", name="says_why"),
        Index("uq_case_alias_standing", "absorbed_id", unique=True, postgresql_where="undone_at IS NULL"),
        Index("ix_case_alias_survivor", "survivor_id", "id"),
    )
    id: int = key()
    absorbed_id: int = Field(sa_type=BigInteger)
    survivor_id: int = Field(sa_type=BigInteger)
    reason: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str
    rested: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB, nullable=False)
    undone_at: datetime | None = None
    undone_by: str = ""


class EntryReference(Bounded, table=True):
    """An entry of another case that also belongs to this one, which was split off it."""

    __tablename__ = "case_entry_reference"
    __table_args__ = (bounded_fk("case_id", "support_case"), bounded_fk("entry_id", "case_entry"))
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    entry_id: int = Field(primary_key=True, sa_type=BigInteger)
