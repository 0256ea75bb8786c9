"""What somebody did to many cases at once, case by case, with what is needed to take it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...cases.models.words import one_of
from ...platform.model import Bounded, Versioned, bounded_fk, key

OUTCOMES = ("done", "same", "refused", "stale")
"""`same` was so already; `stale` had changed since it was looked at."""


class Bulk(Versioned, Bounded, table=True):
    """One act on `chosen` cases, of one or several boundaries, so it is of everywhere. It says nothing of them: their rows do."""

    __tablename__ = "bulk"
    __table_args__ = (
        CheckConstraint("chosen > 0", name="of_some"),
        Index("ix_bulk_person", "person_id", "id"),
        {"info": {"private_to": "person_id"}},
    )
    id: int = key()
    person_id: int = Field(sa_type=BigInteger, foreign_key="person.id")
    action: str
    chosen: int
    at: datetime
    undone_at: datetime | None = None

    @property
    def ref(self) -> str:
        return f"B-{self.id}"


class BulkCase(Bounded, table=True):
    """`before` is what the undoing needs to know; `undone` is empty, undone or kept, the last with its reason.
    Nothing holds `bulk_id` to its bulk, which is of everywhere while a case is of its own boundary; bulks are never deleted."""

    __tablename__ = "bulk_case"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        one_of("outcome", OUTCOMES),
        one_of("undone", ("", "undone", "kept")),
        Index("ix_bulk_case_case", "case_id"),
    )
    bulk_id: int = Field(primary_key=True, sa_type=BigInteger)
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    outcome: str
    why: str = ""
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    undone: str = ""
    undone_why: str = ""

    @property
    def ref(self) -> str:
        return f"C-{self.case_id}"
