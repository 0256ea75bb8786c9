"""An escalation as a row of a list, its clock with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, true
from sqlalchemy import select as columns
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col

from ...cases.models import Case
from ...catalog import catalogue
from ...clocks.chip import ClockChip, chip
from ...clocks.models import Clock
from ...clocks.queries import OPEN as OPEN_CLOCK
from ...customers.models import Customer
from ..models import Escalation, EscalationCase, EscalationQuestion, name_of_group

COVER = 40
"""What rapid-response cover adds to the weight of a customer's plan."""


@dataclass(frozen=True, slots=True)
class EscalationLine:
    """An escalation as a row of a list."""

    id: int
    ref: str
    url: str
    title: str
    customer: str
    covered: bool
    group_name: str
    severity: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    clock: ClockChip | None
    plan: str
    cases: int
    asked: bool
    snoozed_until: datetime | None
    weight: int


_one = aliased(Case)
_cases = (
    columns(func.count(func.coalesce(_one.merged_into_id, _one.id).distinct()))
    .where(col(EscalationCase.case_id) == _one.id)
    .where(col(EscalationCase.escalation_id) == Escalation.id, col(EscalationCase.removed_at).is_(None))
    .correlate(Escalation)
    .scalar_subquery()
)
_asked = exists().where(
    col(EscalationQuestion.escalation_id) == Escalation.id, col(EscalationQuestion.ended_at).is_(None)
)
RUNNING = and_(col(Clock.escalation_id) == Escalation.id, col(Clock.state).in_(OPEN_CLOCK))
ITS_CLOCK = aliased(Clock, columns(Clock).where(RUNNING).correlate(Escalation).limit(1).lateral("its_clock"))
"""Looked up for each row: joined, the clocks of all escalations would be read for those of a few."""
_COLUMNS: tuple[ColumnElement[Any] | Mapped[Any], ...] = (
    col(Escalation.id), col(Escalation.product_group), col(Escalation.severity), col(Escalation.state).label("escalation_state"),
    col(Escalation.opened_at), col(Escalation.closed_at), col(Case.title), col(Customer.name), col(Customer.cover_until),
    col(Customer.plan), col(Escalation.snoozed_until), _cases.label("cases"), _asked.label("asked"),
    col(ITS_CLOCK.kind), col(ITS_CLOCK.state), col(ITS_CLOCK.why), col(ITS_CLOCK.calendar), col(ITS_CLOCK.due_at), col(ITS_CLOCK.warn_at),
    col(ITS_CLOCK.breached_at),
)  # fmt: skip


def lines() -> Select[Any]:
    query = columns(*_COLUMNS).join(Case, col(Case.id) == Escalation.case_id)
    return query.join(Customer, col(Customer.id) == Case.customer_id).outerjoin(ITS_CLOCK, true())


def line_of(row: Any, at: datetime) -> EscalationLine:
    covered, plan = row.cover_until is not None and at < row.cover_until, catalogue().plans.get(row.plan)
    return EscalationLine(
        id=row.id, ref=f"E-{row.id}", url=f"/escalations/E-{row.id}", title=row.title, customer=row.name,
        covered=covered, group_name=name_of_group(row.product_group), severity=row.severity,
        state=row.escalation_state, opened_at=row.opened_at, closed_at=row.closed_at, clock=chip(row, at) if row.kind else None,
        plan=plan.name if plan else "", cases=row.cases, asked=row.asked, snoozed_until=row.snoozed_until,
        weight=(plan.weight if plan else 0) + COVER * covered,
    )  # fmt: skip
