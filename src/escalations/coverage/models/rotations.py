"""Rotations and their members."""

from datetime import date, datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, UniqueConstraint
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from ..hours import Hours
from ..turns import Plan


class Rotation(Versioned, Bounded, table=True):
    """`handoff_at`, `hours_from` and `hours_until` are minutes since midnight in `time_zone`; equal hours are the whole day."""

    __tablename__ = "on_call_rotation"
    __table_args__ = (
        bounded_key(),
        UniqueConstraint("boundary", "key"),
        CheckConstraint("key ~ '^[a-z][a-z0-9-]*$' AND name <> ''", name="is_named"),
        CheckConstraint("every IN ('day', 'week')", name="every"),
        CheckConstraint("handoff_day BETWEEN 1 AND 7 AND handoff_at BETWEEN 0 AND 1439", name="handoff"),
        CheckConstraint("hours_from BETWEEN 0 AND 1439 AND hours_until BETWEEN 0 AND 1439", name="hours"),
        CheckConstraint("days <@ '{1,2,3,4,5,6,7}' AND cardinality(days) > 0", name="days"),
    )
    id: int = key()
    key: str
    name: str
    time_zone: str
    every: str = "week"
    handoff_day: int = 1
    handoff_at: int = 540
    starts_on: date
    hours_from: int = 0
    hours_until: int = 0
    days: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    ended_at: datetime | None = None

    @property
    def ref(self) -> str:
        return f"OC-{self.id}"

    @property
    def subject(self) -> str:
        return f"rotation/{self.id}"

    thread = subject

    def plan(self, members: list[int]) -> Plan:
        return Plan(
            hours=Hours(time_zone=self.time_zone, start=self.hours_from, end=self.hours_until, days=tuple(self.days)),
            every="day" if self.every == "day" else "week", handoff_day=self.handoff_day, handoff_at=self.handoff_at,
            starts_on=self.starts_on, members=members,
        )  # fmt: skip


class Member(Bounded, table=True):
    """Who takes turns, in the order of `position`."""

    __tablename__ = "on_call_member"
    __table_args__ = (
        bounded_fk("rotation_id", "on_call_rotation", ondelete="CASCADE"),
        UniqueConstraint("rotation_id", "person_id"),
        CheckConstraint("position >= 0", name="position"),
        Index("ix_on_call_member_person", "person_id"),
    )
    rotation_id: int = Field(primary_key=True, sa_type=BigInteger)
    position: int = Field(primary_key=True)
    person_id: int = Field(sa_column=Column(BigInteger, ForeignKey("person.id"), nullable=False))
