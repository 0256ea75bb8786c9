"""An incident, what was written on it while it lasted, and the cases that come of it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ..cases.models import SEVERITIES
from ..platform.model import Bounded, Versioned, bounded_fk, bounded_key, key

STATES = {"active": "active", "mitigated": "mitigated", "resolved": "resolved"}
LINK_STATES = {
    "suggested": "suggested",
    "confirmed": "linked",
    "rejected": "not this incident",
    "ended": "no longer linked",
}
METHODS = {"manual": "linked by hand", "rule": "same product, place and time", "text": "also in the same words"}
_NAMED = "cardinality(families) + cardinality(products) > 0"
_PRESENT = "state <> 'ended'"


def _one_of(column: str, values: dict[str, str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


def _keys() -> Any:
    return Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))


class Incident(Versioned, Bounded, table=True):
    """Families, products and regions are keys of the catalogue; without a region it is everywhere in its boundary."""

    __tablename__ = "incident"
    __table_args__ = (
        bounded_key(),
        UniqueConstraint("boundary", "title", "started_at"),
        _one_of("severity", SEVERITIES),
        _one_of("state", STATES),
        CheckConstraint("boundary <> 'everywhere'", name="real_boundary"),
        CheckConstraint("title <> '' AND summary <> ''", name="is_told"),
        CheckConstraint(_NAMED, name="names_what_is_broken"),
        CheckConstraint("declared_at >= started_at", name="declared_after_started"),
        CheckConstraint("mitigated_at >= started_at", name="mitigated_after_started"),
        CheckConstraint("resolved_at >= mitigated_at", name="resolved_after_mitigated"),
        CheckConstraint("(state = 'active') = (mitigated_at IS NULL)", name="mitigated_has_its_time"),
        CheckConstraint("(state = 'resolved') = (resolved_at IS NOT NULL)", name="resolved_has_its_time"),
        CheckConstraint("state <> 'resolved' OR root_cause <> ''", name="resolved_has_its_cause"),
        Index("ix_incident_unresolved", "started_at", "id", postgresql_where="state <> 'resolved'"),
        Index("ix_incident_resolved", "resolved_at", "id", postgresql_where="state = 'resolved'"),
    )
    id: int = key()
    title: str
    summary: str
    severity: str
    families: list[str] = _keys()
    products: list[str] = _keys()
    regions: list[str] = _keys()
    state: str = "active"
    started_at: datetime
    declared_at: datetime
    declared_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    mitigated_at: datetime | None = None
    resolved_at: datetime | None = None
    root_cause: str = ""

    @property
    def ref(self) -> str:
        return f"I-{self.id}"

    @property
    def subject(self) -> str:
        return f"incident/{self.id}"

    thread = subject

    def lasted(self, at: datetime) -> timedelta:
        """How long customers were hit, up to `at` while it is active."""
        return (self.mitigated_at or at) - self.started_at


class IncidentUpdate(Bounded, table=True):
    """What was written for ourselves, and in which state the incident was then."""

    __tablename__ = "incident_update"
    __table_args__ = (
        bounded_fk("incident_id", "incident"),
        _one_of("state", STATES),
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


class CaseIncidentLink(Versioned, Bounded, table=True):
    """Whether a case comes of an incident. Never deleted: a link that was wrong is rejected or ended, and stays to be learned from.

    `at` and `author_id` are of the present state; who did what before is in the events. `evidence` are a suggestion's grounds in words.
    """

    __tablename__ = "case_incident_link"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        bounded_fk("incident_id", "incident"),
        _one_of("state", LINK_STATES),
        _one_of("method", METHODS),
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
