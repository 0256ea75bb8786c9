"""The cases of a spike: those that raised it, and those that came after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import col
from sqlmodel import select as select_rows

from ...cases.models import Case
from ...cases.queries import CaseLine, case_columns, lines
from ...platform.db import Session
from ..cells import EVERYWHERE, only_place_of, regions_in
from ..models import SpikeAlarm

AFTER = timedelta(hours=6)
"""So long after it was last above the ordinary a case still comes of the same spike."""
AT_MOST = 100


@dataclass(frozen=True)
class Known:
    """What is known of a member that helps to say what they have in common."""

    id: int
    customer_id: int
    product: str | None
    region: str | None
    severity: str
    error_codes: tuple[str, ...]
    opened_at: datetime


async def members(db: Session, alarm: SpikeAlarm) -> list[CaseLine]:
    """In the order in which they came."""
    query = case_columns().where(*_of(alarm)).order_by(col(Case.opened_at), col(Case.id)).limit(AT_MOST)
    return lines(await db.execute(query))


async def known_members(db: Session, alarm: SpikeAlarm) -> list[Known]:
    """Of those that raised it."""
    of_case = (col(Case.id), col(Case.customer_id), col(Case.product), col(Case.region), col(Case.severity))
    query: Any = select(*of_case, col(Case.error_codes), col(Case.opened_at))
    rows = await db.execute(query.where(col(Case.id).in_(alarm.evidence["cases"])).order_by(col(Case.opened_at)))
    return [
        Known(row.id, row.customer_id, row.product, row.region, row.severity, tuple(row.error_codes), row.opened_at)
        for row in rows
    ]


async def members_to_link(db: Session, alarm: SpikeAlarm, wanted: set[int]) -> list[Case]:
    """Those of the `wanted` that are members, locked in the order of their numbers."""
    query = select_rows(Case).where(*_of(alarm), col(Case.id).in_(wanted)).order_by(col(Case.id))
    return list((await db.exec(query.with_for_update(key_share=True))).all())


def _of(alarm: SpikeAlarm) -> tuple[ColumnElement[bool], ...]:
    """What raised it stays a member, whatever its facts are corrected to."""
    first = datetime.fromisoformat(alarm.evidence["first_at"])
    in_cell = col(Case.family) == alarm.family
    if alarm.place not in (EVERYWHERE, only_place_of(alarm.boundary)):
        in_cell &= col(Case.region).in_(regions_in(alarm.boundary, alarm.place))
    in_time = col(Case.opened_at).between(first, alarm.seen_at + AFTER)
    return col(Case.boundary) == alarm.boundary, in_time, col(Case.id).in_(alarm.evidence["cases"]) | in_cell
