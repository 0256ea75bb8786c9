"""When somebody is away, and the calendar that says so."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlmodel import Field

from ...platform.model import Bounded, key
from ..spans import Span
from .shifts import during, is_stretch

KINDS = {"holiday": "Holiday", "sick": "Sick", "training": "Training", "other": "Other"}


class Absence(Bounded, table=True):
    """Known to all, why only to some. `uid` is of the calendar entry it came from, which may come again and change it."""

    __tablename__ = "absence"
    __table_args__ = (
        is_stretch("during"),
        CheckConstraint("boundary = 'everywhere'", name="of_a_person"),
        CheckConstraint("kind IN ('holiday', 'sick', 'training', 'other')", name="kind"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by = '')", name="cancelled_by_somebody"),
        ExcludeConstraint(
            (column("person_id"), "="), (column("during"), "&&"), name="ex_absence_person", using="gist",
            where=text("cancelled_at IS NULL"),
        ),
        Index("uq_absence_entry", "person_id", "uid", unique=True, postgresql_where="cancelled_at IS NULL AND uid <> ''"),
    )  # fmt: skip
    id: int = key()
    boundary: str = Field(default="everywhere", sa_type=Text)
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    during: Any = during()
    kind: str = "holiday"
    uid: str = ""
    at: datetime
    author_id: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    author_name: str
    cancelled_at: datetime | None = None
    cancelled_by: str = ""

    @property
    def subject(self) -> str:
        return f"absence/{self.id}"

    @property
    def thread(self) -> str:
        return f"person/{self.person_id}"

    @property
    def span(self) -> Span:
        return Span.of(self.during)


class CalendarSource(Bounded, table=True):
    """A calendar elsewhere that is asked for somebody's absences."""

    __tablename__ = "calendar_source"
    __table_args__ = (
        UniqueConstraint("person_id"),
        CheckConstraint("boundary = 'everywhere'", name="of_a_person"),
    )
    id: int = key()
    boundary: str = Field(default="everywhere", sa_type=Text)
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    url: str
    etag: str = ""
    last_modified: str = ""
    problem: str = ""
    polled_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"calendar_source/{self.id}"

    @property
    def thread(self) -> str:
        return f"person/{self.person_id}"
