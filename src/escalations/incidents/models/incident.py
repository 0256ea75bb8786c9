"""What is broken for many at once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from ...cases.models import SEVERITIES
from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from .words import STATES, one_of

_NAMED = "cardinality(families) + cardinality(products) > 0"


def _keys() -> Any:
    return Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))


class Incident(Versioned, Bounded, table=True):
    """Families, products and regions are keys of the catalogue; without a region it is everywhere in its boundary.

    One that was merged into another stays as it was, to be read: its cases are the other's.
    """

    __tablename__ = "incident"
    __table_args__ = (
        bounded_key(),
        UniqueConstraint("boundary", "title", "started_at"),
        bounded_fk("merged_into_id", "incident"),
        bounded_fk("split_from_id", "incident"),
        CheckConstraint("merged_into_id <> id AND split_from_id <> id", name="not_its_own"),
        one_of("severity", SEVERITIES),
        one_of("state", STATES),
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
        Index("ix_incident_merged", "merged_into_id", postgresql_where="merged_into_id IS NOT NULL"),
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
    merged_into_id: int | None = Field(default=None, sa_type=BigInteger)
    split_from_id: int | None = Field(default=None, sa_type=BigInteger)

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
