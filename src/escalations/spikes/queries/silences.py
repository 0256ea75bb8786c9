"""Hours in which an incident was declared: what they brought says nothing of what is usual."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from ...incidents.grounds import AFTER
from ...incidents.models import Incident
from ...incidents.reach import families_of
from ...platform.db import Session
from ...platform.time import now
from ..cells import EVERYWHERE, Cell, places_hit

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Silence:
    """Full hours, from the one in which the incident began to the one in which its stragglers ended."""

    families: frozenset[str]
    places: frozenset[str]
    since: datetime
    until: datetime

    def hours_in(self, cell: Cell, start: datetime, until: datetime) -> Iterator[datetime]:
        if cell.family in self.families and (cell.place == EVERYWHERE or cell.place in self.places):
            at = max(self.since, start)
            while at < min(self.until, until):
                yield at
                at += _HOUR


async def silences(db: Session, boundary: str, start: datetime, until: datetime) -> list[Silence]:
    ended = col(Incident.mitigated_at)
    overlaps = (col(Incident.started_at) < until, ended.is_(None) | (ended > start - AFTER))
    query = select(
        col(Incident.families), col(Incident.products), col(Incident.regions), col(Incident.started_at), ended
    ).where(col(Incident.boundary) == boundary, *overlaps)
    return [_silence(row, boundary) for row in await db.execute(query)]


def _silence(row: Any, boundary: str) -> Silence:
    return Silence(
        frozenset({*row.families, *families_of(row.products)}), frozenset(places_hit(boundary, row.regions)),
        _full(row.started_at), _full((row.mitigated_at or now()) + AFTER) + _HOUR,
    )  # fmt: skip


def _full(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
