"""What alarms are measured by: those that were raised, and the incidents of the same time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal_column, select
from sqlmodel import col
from sqlmodel import select as select_rows

from ...incidents.models import CASE_OPENED_AT, CaseIncidentLink, Incident
from ...incidents.reach import families_of
from ...platform.db import Session
from ..cells import places_hit
from ..models import SpikeAlarm

AT_MOST = 500
"""So many of the newest of each are measured."""


@dataclass(frozen=True)
class Declared:
    """An incident; `cases` came before it was declared and are linked to it."""

    id: int
    title: str
    boundary: str
    families: frozenset[str]
    places: frozenset[str]
    started_at: datetime
    declared_at: datetime
    cases: int

    @property
    def ref(self) -> str:
        return f"I-{self.id}"


async def raised_since(db: Session, after: datetime) -> Sequence[SpikeAlarm]:
    query = select_rows(SpikeAlarm).where(SpikeAlarm.level == "alarm", col(SpikeAlarm.alarm_at) > after)
    return (await db.exec(query.order_by(col(SpikeAlarm.alarm_at).desc()).limit(AT_MOST))).all()


async def declared_since(db: Session, after: datetime) -> list[Declared]:
    """The newest first, with the cases that could have given each away: a link knows when its case was opened."""
    before = func.count().filter(col(Incident.declared_at) > CASE_OPENED_AT)
    confirmed = (col(CaseIncidentLink.incident_id) == Incident.id) & (
        col(CaseIncidentLink.state) == literal_column("'confirmed'")
    )
    query = (
        select(Incident.__table__, before.label("cases"))  # type: ignore[attr-defined]
        .outerjoin(CaseIncidentLink, confirmed)
        .where(col(Incident.declared_at) > after)
        .group_by(col(Incident.id))
        .order_by(col(Incident.declared_at).desc())
        .limit(AT_MOST)
    )
    return [
        Declared(
            row.id, row.title, row.boundary, frozenset({*row.families, *families_of(row.products)}),
            frozenset(places_hit(row.boundary, row.regions)), row.started_at, row.declared_at, row.cases,
        )
        for row in await db.execute(query)
    ]  # fmt: skip
