"""What is believed of the impact, and how the cases came in hour by hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ..models import ImpactEstimate, Incident
from .impact import of_linked

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
    first = select(func.date_trunc("hour", col(Case.opened_at), "UTC").label("hour"), col(Case.customer_id))
    opened = of_linked(incident, first).subquery()
    query = select(opened.c.hour, func.count(), func.array_agg(opened.c.customer_id.distinct())).group_by(opened.c.hour)
    found = {row[0]: (row[1], set(row[2])) for row in await db.execute(query)}
    return _without_gaps(found)


def _without_gaps(found: dict[datetime, tuple[int, set[int]]]) -> list[Hour]:
    if not found:
        return []
    hours, seen = [], set[int]()
    begun, last = min(found), max(found)
    shown = min(int((last - begun) / timedelta(hours=1)) + 1, HOURS)
    for number in range(shown):
        start = begun + timedelta(hours=number)
        end = start + timedelta(hours=1) if number < shown - 1 else last + timedelta(hours=1)
        within = [counts for hour, counts in found.items() if start <= hour < end]
        seen = seen.union(*(customers for _, customers in within))
        hours.append(Hour(start, sum(cases for cases, _ in within), len(seen)))
    return hours
