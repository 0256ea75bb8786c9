"""What time and people leave behind: escalations to wake, to hand back, to find a living group for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import column, func, table
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...cases.queries.merged import merged_into
from ...people.models import Person
from ...platform.db import Session
from ..models import ANSWERED, OPEN_STATES, TAKEN, Escalation, EscalationCase, name_of_group


async def slept_until(db: Session, at: datetime, limit: int = 100) -> list[Escalation]:
    query = select(Escalation).where(col(Escalation.snoozed_until) <= at).order_by(col(Escalation.snoozed_until))
    return list((await db.exec(query.limit(limit))).all())


async def of_those_who_left(db: Session, limit: int = 100) -> list[tuple[Escalation, Person]]:
    """Taken by somebody who can no longer sign in, is not cleared any more, or is of another group by now."""
    query = select(Escalation, Person).join(Person, col(Person.id) == Escalation.accepted_by)
    elsewhere = col(Person.product_group).is_distinct_from(Escalation.product_group)
    gone = elsewhere | ~func.works_here(Person.id, Escalation.boundary)
    return list((await db.exec(query.where(col(Escalation.state).in_(TAKEN), gone).limit(limit))).all())


async def of_groups_that_are_gone(db: Session, living: Collection[str], limit: int = 100) -> list[Escalation]:
    query = select(Escalation).where(
        col(Escalation.state).in_(OPEN_STATES), col(Escalation.product_group).not_in(living)
    )
    return list((await db.exec(query.limit(limit))).all())


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
