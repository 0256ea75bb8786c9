"""What was written on an incident while it lasted."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key
from .words import STATES, one_of


class IncidentUpdate(Bounded, table=True):
    """What was written for ourselves, and in which state the incident was then."""

    __tablename__ = "incident_update"
    __table_args__ = (
        bounded_fk("incident_id", "incident"),
        one_of("state", STATES),
        CheckConstraint("text <> ''", name="says_something"),
        Index("ix_incident_update_incident", "incident_id", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    incident_id: int = Field(sa_type=BigInteger)
    at: datetime
    text: str
    state: str
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str


class IncidentOutsideWords(Bounded, table=True):
    """What others than we say of an incident, for finding it. `source` is where it comes from, as `kind/id`."""

    __tablename__ = "incident_outside_words"
    __table_args__ = (bounded_fk("incident_id", "incident"),)
    incident_id: int = Field(primary_key=True, sa_type=BigInteger)
    source: str = Field(primary_key=True)
    text: str
