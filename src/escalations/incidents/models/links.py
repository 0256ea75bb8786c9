"""The cases that come of an incident."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from .words import LINK_STATES, METHODS, one_of

_PRESENT = "state <> 'ended'"


class CaseIncidentLink(Versioned, Bounded, table=True):
    """Whether a case comes of an incident. Never deleted: a link that was wrong is rejected or ended, and stays to be learned from.

    `at` and `author_id` are of the present state; who did what before is in the events. `evidence` are a suggestion's grounds in words.
    """

    __tablename__ = "case_incident_link"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        bounded_fk("incident_id", "incident"),
        one_of("state", LINK_STATES),
        one_of("method", METHODS),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_has_its_time"),
        CheckConstraint("state <> 'ended' OR reason <> ''", name="ended_has_its_reason"),
        Index("uq_case_incident_link_present", "case_id", "incident_id", unique=True, postgresql_where=_PRESENT),
        Index("ix_case_incident_link_case", "case_id", "incident_id", "id"),
        Index("ix_case_incident_link_incident", "incident_id", "state", "case_id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    incident_id: int = Field(sa_type=BigInteger)
    state: str
    method: str
    score: int = 0
    evidence: list[str] = Field(default_factory=list, sa_type=JSONB)
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    ended_at: datetime | None = None
    reason: str = ""

    @property
    def subject(self) -> str:
        return f"incident/{self.incident_id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"

    @property
    def case_ref(self) -> str:
        return f"C-{self.case_id}"

    @property
    def incident_ref(self) -> str:
        return f"I-{self.incident_id}"
