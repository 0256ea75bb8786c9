"""Who came lately, and what the weeks before brought. Cases that come of a known incident are no arrivals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlmodel import col

from ...cases.models import Case
from ...incidents.models import CaseIncidentLink
from ...platform.db import Session
from ..cells import Cell, cells_of


@dataclass(frozen=True)
class Arrival:
    case_id: int
    customer_id: int
    at: datetime


def _explained() -> Any:
    known = (col(CaseIncidentLink.case_id) == Case.id, col(CaseIncidentLink.state).in_(("confirmed", "suggested")))
    return exists().where(*known)


async def arrivals(db: Session, after: datetime, until: datetime) -> dict[Cell, list[Arrival]]:
    """By every cell in which they count, in the order in which they came."""
    of_case = (col(Case.id), col(Case.boundary), col(Case.family), col(Case.region), col(Case.customer_id))
    query = select(*of_case, col(Case.opened_at)).where(
        col(Case.opened_at) > after, col(Case.opened_at) <= until, ~_explained()
    )
    found: dict[Cell, list[Arrival]] = {}
    for row in await db.execute(query.order_by(col(Case.opened_at), col(Case.id))):
        for cell in cells_of(row.boundary, row.family, row.region):
            found.setdefault(cell, []).append(Arrival(row.id, row.customer_id, row.opened_at))
    return found


def customers_since(arrived: Iterable[Arrival], after: datetime) -> int:
    return len({one.customer_id for one in arrived if one.at > after})
