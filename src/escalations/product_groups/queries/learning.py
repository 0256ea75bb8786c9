"""What the gate learns from: decided escalations, what they came without, and what they were sent back for."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as columns
from sqlmodel import col

from ...cases.models import Case
from ...catalog import catalogue
from ...platform.db import Session
from ..learning import Evidence, Past
from ..models import ANSWERED, Escalation

DECIDED = ("accepted", "mitigated", "returned", "duplicate", *ANSWERED)
LOOKS_BACK = 500
"""So many of the newest decided escalations of a group are looked through."""


async def evidence_for(db: Session, product_group: str, boundary: str) -> dict[str, Evidence]:
    """By need. Each cloud learns from its own escalations: nothing of one is told in another, not even a count."""
    recent = (
        columns(col(Escalation.id), col(Escalation.absent), col(Escalation.missing_need))
        .where(
            col(Escalation.product_group) == product_group,
            col(Escalation.boundary) == boundary,
            col(Escalation.state).in_(DECIDED),
        )
        .order_by(col(Escalation.id).desc())
        .limit(LOOKS_BACK)
        .subquery()
    )
    lines = columns(recent.c.id, recent.c.missing_need, func.unnest(recent.c.absent).label("need")).subquery()
    place = func.row_number().over(partition_by=lines.c.need, order_by=lines.c.id.desc()).label("place")
    each = columns(lines.c.need, (lines.c.missing_need == lines.c.need).label("returned"), place).subquery()
    counted = columns(each.c.need, func.count(), func.sum(case((each.c.returned, 1), else_=0)))
    query = counted.where(each.c.place <= catalogue().gate.last).group_by(each.c.need)
    return {name: Evidence(name, without, returned) for name, without, returned in await db.execute(query)}


async def past_escalations(db: Session, since: datetime, *, product_group: str | None = None) -> list[Past]:
    names = (
        "id",
        "case_id",
        "product_group",
        "boundary",
        "opened_at",
        "absent",
        "return_code",
        "missing_need",
        "answers",
    )
    decided_at = func.coalesce(Escalation.accepted_at, Escalation.closed_at).label("decided_at")
    query = columns(*(col(getattr(Escalation, name)) for name in names), col(Case.family), decided_at)
    query = query.join(Case, col(Case.id) == Escalation.case_id)
    query = query.where(col(Escalation.opened_at) >= since, col(Escalation.state).in_(DECIDED))
    if product_group:
        query = query.where(col(Escalation.product_group) == product_group)
    return [_past(row) for row in await db.execute(query.order_by(col(Escalation.id)))]


def _past(row: Any) -> Past:
    tried = frozenset(need for need in row.absent if str(row.answers.get(need, "")).strip())
    return Past(
        id=row.id, case_id=row.case_id, product_group=row.product_group, boundary=row.boundary, family=row.family, opened_at=row.opened_at,
        decided_at=row.decided_at, absent=tuple(row.absent), tried=tried, return_code=row.return_code, missing_need=row.missing_need,
    )  # fmt: skip


async def bounces_by_family(db: Session, product_group: str, boundary: str, since: datetime) -> list[Any]:
    """Per family of case: how many were decided, how many came back, and for which reason most."""
    came_back = func.count().filter(col(Escalation.return_code).is_not(None))
    missing = func.count().filter(col(Escalation.return_code) == "missing_info")
    query = columns(
        col(Case.family), func.count().label("decided"), came_back.label("returned"), missing.label("missing")
    ).join(Case, col(Case.id) == Escalation.case_id)
    query = query.where(
        col(Escalation.product_group) == product_group,
        col(Escalation.boundary) == boundary,
        col(Escalation.opened_at) >= since,
        col(Escalation.state).in_(DECIDED),
    )
    return list((await db.execute(query.group_by(col(Case.family)).order_by(came_back.desc()))).all())


async def return_codes(db: Session, product_group: str, boundary: str, since: datetime) -> list[tuple[str, int]]:
    query = columns(col(Escalation.return_code), func.count()).where(
        col(Escalation.product_group) == product_group,
        col(Escalation.boundary) == boundary,
        col(Escalation.opened_at) >= since,
        col(Escalation.return_code).is_not(None),
    )
    rows = await db.execute(query.group_by(col(Escalation.return_code)).order_by(func.count().desc()))
    return [(code, count) for code, count in rows]
