"""What time and people leave behind: escalations to wake, to hand back, to find a living group for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, table
from sqlalchemy import select as columns
from sqlmodel import and_, col, select

from ...cases.queries.merged import merged_into
from ...catalog import catalogue
from ...people.models import Person
from ...platform.db import Session
from ..models import ANSWERED, OPEN_STATES, TAKEN, Escalation, EscalationCase, name_of_group


async def slept_until(db: Session, at: datetime, limit: int = 100) -> list[Escalation]:
    query = select(Escalation).where(_slept_until(at)).order_by(col(Escalation.snoozed_until))
    return list((await db.exec(query.limit(limit))).all())


async def of_those_who_left(db: Session, limit: int = 100) -> list[tuple[Escalation, Person]]:
    """Taken by somebody who can no longer sign in, is not cleared any more, or is of another group by now."""
    query = select(Escalation, Person).join(Person, col(Person.id) == Escalation.accepted_by)
    return list((await db.exec(query.where(_was_left()).limit(limit))).all())


async def of_groups_that_are_gone(db: Session, living: Collection[str], limit: int = 100) -> list[Escalation]:
    return list((await db.exec(select(Escalation).where(_has_no_group(living)).limit(limit))).all())


def where_escalations_want_tending(at: datetime) -> list[Select[Any]]:
    """Where one slept until then, or whoever took it, or its whole group, is gone."""
    where = columns(col(Escalation.boundary))
    left = where.join(Person, col(Person.id) == Escalation.accepted_by).where(_was_left())
    return [where.where(_slept_until(at)), left, where.where(_has_no_group(list(catalogue().product_groups)))]


def _slept_until(at: datetime) -> ColumnElement[bool]:
    return col(Escalation.snoozed_until) <= at


def _was_left() -> ColumnElement[bool]:
    elsewhere = col(Person.product_group).is_distinct_from(Escalation.product_group)
    gone = elsewhere | ~func.works_here(Person.id, Escalation.boundary)
    return and_(col(Escalation.state).in_(TAKEN), gone)


def _has_no_group(living: Collection[str]) -> ColumnElement[bool]:
    return and_(col(Escalation.state).in_(OPEN_STATES), col(Escalation.product_group).not_in(living))


_dead_end = table("dead_end_escalation", *(column(name) for name in ("id", "boundary", "product_group", "why")))


@dataclass(frozen=True)
class StuckEscalation:
    id: int
    boundary: str
    product_group: str
    why: str

    @property
    def ref(self) -> str:
        return f"E-{self.id}"

    @property
    def group_name(self) -> str:
        return name_of_group(self.product_group)


async def dead_end_escalations(db: Session, limit: int = 200) -> list[StuckEscalation]:
    query = columns(_dead_end).order_by(_dead_end.c.boundary, _dead_end.c.id).limit(limit)
    return [StuckEscalation(*row) for row in await db.execute(query)]


async def answered_for(db: Session, case_id: int) -> list[Escalation]:
    """With an answer whose loop is not yet closed."""
    present = (col(EscalationCase.case_id).in_(merged_into(case_id)), col(EscalationCase.removed_at).is_(None))
    its = select(Escalation).where(col(Escalation.id).in_(select(EscalationCase.escalation_id).where(*present)))
    return list((await db.exec(its.where(Escalation.state == ANSWERED[0]).order_by(col(Escalation.id)))).all())
