"""What nobody would notice by itself: cases without a way on, queues without people, critical cases without an owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import column, func, select, table, tuple_
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import CaseLine, open_cases, roster
from ...catalog.loading import catalogue
from ...platform.db import Session
from ...platform.time import now
from ...routing.roster import Candidate

MOST = 200
OTHERS = {
    "dead_end_engagement": ("RR", "/rapid-response/engagements/"),
    "dead_end_alarm": ("SP", "/spikes/"),
    "dead_end_incident": ("I", "/incidents/"),
}
_dead_end = table("dead_end_case", *(column(name) for name in ("id", "boundary", "title", "queue", "why")))


@dataclass(frozen=True)
class DeadEnd:
    id: int
    boundary: str
    title: str
    queue: str
    why: str

    @property
    def ref(self) -> str:
        return f"C-{self.id}"


@dataclass(frozen=True)
class OtherDeadEnd:
    ref: str
    url: str
    boundary: str
    title: str
    why: str


@dataclass(frozen=True)
class Unattended:
    """A queue in a boundary with waiting cases and nobody who may take them now. `next` is who comes first, and when."""

    queue: str
    queue_name: str
    boundary: str
    count: int
    oldest: datetime
    next: tuple[str, datetime] | None

    @property
    def boundary_name(self) -> str:
        known = catalogue().boundaries.get(self.boundary)
        return known.name if known else self.boundary


async def dead_ends(db: Session) -> list[DeadEnd]:
    """Ordered by boundary first: by id alone the server would walk through every case there ever was to find none."""
    query = select(_dead_end).order_by(_dead_end.c.boundary, _dead_end.c.id).limit(MOST)
    return [DeadEnd(*row) for row in await db.execute(query)]


async def other_dead_ends(db: Session) -> list[OtherDeadEnd]:
    """Of engagements, alarms and incidents."""
    found = []
    for view, (prefix, page) in OTHERS.items():
        its = table(view, *(column(name) for name in ("id", "boundary", "title", "why")))
        query = select(its).order_by(its.c.boundary, its.c.id).limit(MOST)
        found += [
            OtherDeadEnd(f"{prefix}-{row.id}", f"{page}{prefix}-{row.id}", row.boundary, row.title, row.why)
            for row in await db.execute(query)
        ]
    return found


async def critical_unowned(db: Session) -> list[CaseLine]:
    return await open_cases(db, col(Case.severity) == "A", col(Case.owner_id).is_(None), limit=MOST)


async def unattended_places(db: Session) -> list[Unattended]:
    waiting = (col(Case.closed_at).is_(None), col(Case.owner_id).is_(None), col(Case.snoozed_until).is_(None))
    place = (col(Case.queue), col(Case.boundary))
    query = (
        select(*place, func.count(), func.min(col(Case.opened_at))).where(*waiting).group_by(*place).order_by(*place)
    )
    places = (await db.execute(query)).all()
    people = await roster(db) if places else []
    standing = (unattended(queue, boundary, count, oldest, people, now()) for queue, boundary, count, oldest in places)
    return [place for place in standing if place is not None]


def unattended(
    queue: str, boundary: str, count: int, oldest: datetime, people: Iterable[Candidate], at: datetime
) -> Unattended | None:
    known = catalogue().queues.get(queue)
    able = [one for one in people if boundary in one.clearances and (known is None or one.role in known.roles)]
    if any(one.end_of_shift(at) for one in able):
        return None
    coming = [(shift.start, one.name) for one in able if (shift := one.next_shift(at))]
    first = min(coming, default=None)
    return Unattended(
        queue, known.name if known else queue, boundary, count, oldest, (first[1], first[0]) if first else None
    )


async def cases_unattended(db: Session, places: list[Unattended]) -> list[CaseLine]:
    if not places:
        return []
    standing: Any = tuple_(col(Case.queue), col(Case.boundary)).in_([(place.queue, place.boundary) for place in places])
    return await open_cases(db, standing, col(Case.owner_id).is_(None), col(Case.snoozed_until).is_(None))
