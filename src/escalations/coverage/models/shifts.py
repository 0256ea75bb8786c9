"""Who is on call from when to when, and what was agreed apart from the turns."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, column
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, bounded_key, key, metadata
from ...platform.protection import declare_function
from ..spans import Span


def during(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(TSTZRANGE, nullable=nullable))


def is_stretch(name: str) -> CheckConstraint:
    """Half open with both ends, as everything here reckons."""
    ends = f"lower_inc({name}) AND NOT upper_inc({name}) AND NOT lower_inf({name}) AND NOT upper_inf({name})"
    return CheckConstraint(f"NOT isempty({name}) AND {ends}", name=f"{name}_is_a_stretch")


class Shift(Bounded, table=True):
    """One at a time in a rotation, and nobody twice at a time in any: the database holds both."""

    __tablename__ = "on_call_shift"
    __table_args__ = (
        bounded_fk("rotation_id", "on_call_rotation"),
        is_stretch("during"),
        CheckConstraint("origin IN ('turn', 'override', 'swap')", name="origin"),
        ExcludeConstraint(
            (column("person_id"), "="), (column("during"), "&&"), name="ex_on_call_shift_person", using="gist"
        ),
        ExcludeConstraint(
            (column("rotation_id"), "="), (column("during"), "&&"), name="ex_on_call_shift_rotation", using="gist"
        ),
    )
    id: int = key()
    rotation_id: int = Field(sa_type=BigInteger)
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    during: Any = during()
    origin: str = "turn"

    @property
    def span(self) -> Span:
        return Span.of(self.during)


class Override(Bounded, table=True):
    """Somebody takes a stretch of a rotation whoever's turn it is."""

    __tablename__ = "on_call_override"
    __table_args__ = (
        bounded_fk("rotation_id", "on_call_rotation"),
        is_stretch("during"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by = '')", name="cancelled_by_somebody"),
        Index("ix_on_call_override_rotation", "rotation_id", "id"),
    )
    id: int = key()
    rotation_id: int = Field(sa_type=BigInteger)
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    during: Any = during()
    reason: str = ""
    at: datetime
    author_id: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    author_name: str
    cancelled_at: datetime | None = None
    cancelled_by: str = ""

    @property
    def span(self) -> Span:
        return Span.of(self.during)


class Swap(Bounded, table=True):
    """Asked by one, answered by the other. `gives` is the asker's shift; `takes` the other's in return, None for a plain favour."""

    __tablename__ = "on_call_swap"
    __table_args__ = (
        bounded_key(),
        bounded_fk("rotation_id", "on_call_rotation"),
        is_stretch("gives"),
        CheckConstraint("asker_id <> asked_id", name="of_two"),
        CheckConstraint("state IN ('asked', 'accepted', 'declined', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered_when"),
        Index("ix_on_call_swap_open", "rotation_id", postgresql_where="state = 'asked'"),
        Index("ix_on_call_swap_asked", "asked_id", postgresql_where="state = 'asked'"),
        Index("ix_on_call_swap_asker", "asker_id", postgresql_where="state = 'asked'"),
    )
    id: int = key()
    rotation_id: int = Field(sa_type=BigInteger)
    asker_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    asked_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    gives: Any = during()
    takes: Any = during(nullable=True)
    note: str = ""
    state: str = "asked"
    at: datetime
    answered_at: datetime | None = None


declare_function(
    metadata,
    "keep_past_shifts",
    """CREATE FUNCTION keep_past_shifts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF upper(OLD.during) <= now() THEN RAISE EXCEPTION 'a past shift never changes' USING ERRCODE = 'check_violation'; END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$""",
)
declare_function(
    metadata,
    "tg_keep_past_shifts",
    "CREATE TRIGGER tg_keep_past_shifts BEFORE UPDATE OR DELETE ON on_call_shift FOR EACH ROW EXECUTE FUNCTION keep_past_shifts()",
)
