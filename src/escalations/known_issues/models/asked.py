"""What people searched for and whether they opened anything of what was found."""

from datetime import date, datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text
from sqlmodel import Field

from ...platform.model import Bounded


class SearchAsked(Bounded, table=True):
    """One person's search on one day, and what of it they opened last, as the how manieth. Words may tell of what its author sees: only who sees all of `sight` may read them."""

    __tablename__ = "search_asked"
    __table_args__ = (
        CheckConstraint("query <> '' AND results >= 0", name="is_told"),
        CheckConstraint(
            "position IS NULL OR (position > 0 AND opened IS NOT NULL)", name="position_of_what_was_opened"
        ),
        Index("ix_search_asked_day", "day"),
        {"info": {"sight": "sight"}},
    )
    person_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="person.id")
    day: date = Field(primary_key=True)
    query: str = Field(primary_key=True)
    results: int
    opened: str | None = None
    position: int | None = None
    sight: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    at: datetime
