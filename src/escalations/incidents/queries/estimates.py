"""What is believed of the impact, and how the cases came in hour by hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, cast, func, select
from sqlmodel import col

from ...platform.db import Session
from ...platform.kept import Kept
from ..models import CASE_OPENED_AT, LINKED_CUSTOMER, ImpactEstimate, Incident
from .impact import INCIDENT, confirmed

HOURS = 12


async def newest_estimate(db: Session, incident: Incident) -> ImpactEstimate | None:
    query = select(ImpactEstimate).where(col(ImpactEstimate.incident_id) == incident.id)
    newest: Any = query.order_by(col(ImpactEstimate.id).desc()).limit(1)
    found: ImpactEstimate | None = (await db.execute(newest)).scalar_one_or_none()
    return found


@dataclass(frozen=True)
class Hour:
    """`customers` had written by the end of this hour, all hours before it included."""

    at: datetime
    cases: int
    customers: int


async def hours_of_impact(db: Session, incident: Incident) -> list[Hour]:
    """From the first case on without a gap, at most twelve; the last one holds what came after."""
    rows = await _BY_HOUR.all(db, incident=incident.id)
    return _without_gaps(rows[0][0], {number: (cases, new) for _, number, cases, new in rows}) if rows else []


def _by_hour() -> Select[Any]:
    """When the first hour begins, the number of the hour, its cases, its customers who wrote for the first time."""
    linked = select(LINKED_CUSTOMER, CASE_OPENED_AT.label("at")).where(*confirmed(INCIDENT)).subquery()
    begun = func.date_trunc("hour", func.min(linked.c.at).over(), "UTC").label("begun")
    number = cast(func.least(func.floor(func.extract("epoch", linked.c.at - begun) / 3600), HOURS - 1), Integer)
    nth = func.row_number().over(partition_by=linked.c.customer_id, order_by=linked.c.at).label("nth")
    told = select(begun, number.label("number"), nth).subquery()
    query = select(told.c.begun, told.c.number, func.count(), func.count().filter(told.c.nth == 1))
    return query.group_by(told.c.begun, told.c.number)


_BY_HOUR: Kept[Any] = Kept(_by_hour())


def _without_gaps(begun: datetime, found: dict[int, tuple[int, int]]) -> list[Hour]:
    hours, customers = [], 0
    for number in range(max(found) + 1):
        cases, first_time = found.get(number, (0, 0))
        customers += first_time
        hours.append(Hour(begun + timedelta(hours=number), cases, customers))
    return hours
