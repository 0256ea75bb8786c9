"""Who is at a case this moment."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk
from .words import one_of

DOINGS = {"viewing": "is looking", "replying": "is replying", "noting": "is writing a note"}


class CaseVisit(Bounded, table=True):
    """Renewed by the open page and forgotten soon after: not logged, so that it costs no disk and is empty after a crash."""

    __tablename__ = "case_visit"
    __table_args__ = (
        bounded_fk("case_id", "support_case", ondelete="CASCADE"),
        one_of("doing", DOINGS),
        Index("ix_case_visit_at", "at"),
        {"prefixes": ["UNLOGGED"]},
    )
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    person_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="person.id")
    tab: str = Field(primary_key=True)
    """One of the windows in which the person has the case open; empty for a program."""
    doing: str
    at: datetime
