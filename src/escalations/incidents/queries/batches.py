"""What was done to many links at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.time import now
from ..models import CaseIncidentLink, Incident, LinkBatch, LinkChange

UNDOABLE_FOR = timedelta(days=1)
"""So long the page of an incident offers to take a batch back; programs may do it later too."""


@dataclass(frozen=True)
class BatchLine:
    id: int
    kind: str
    at: datetime
    author: str
    links: int
    undone_at: datetime | None
    undone_by: str


async def batch_for(db: Session, incident: Incident, batch_id: int) -> LinkBatch:
    """Only one of this incident, locked."""
    query: Any = select(LinkBatch).where(col(LinkBatch.id) == batch_id, col(LinkBatch.incident_id) == incident.id)
    found: LinkBatch | None = (await db.execute(query.with_for_update())).scalar_one_or_none()
    if found is None:
        raise NotFound(f"{incident.ref} has no such batch.")
    return found


async def standing_merge(db: Session, incident: Incident) -> LinkBatch | None:
    query: Any = select(LinkBatch).where(
        col(LinkBatch.incident_id) == incident.id,
        col(LinkBatch.kind) == "merged",
        col(LinkBatch.undone_at).is_(None),
    )
    found: LinkBatch | None = (await db.execute(query)).scalar_one_or_none()
    return found


async def merged_into(db: Session, incident: Incident) -> list[LinkBatch]:
    """What was merged into it and still is."""
    query = select(LinkBatch).where(
        col(LinkBatch.other_id) == incident.id, col(LinkBatch.kind) == "merged", col(LinkBatch.undone_at).is_(None)
    )
    return list((await db.execute(query.order_by(col(LinkBatch.id)))).scalars())


async def changes_of(db: Session, batch: LinkBatch) -> list[tuple[CaseIncidentLink, LinkChange]]:
    """Locked, in the order of their cases; what was made last comes first, so that a pair is never present twice."""
    query = select(CaseIncidentLink, LinkChange).join(LinkChange, col(LinkChange.link_id) == CaseIncidentLink.id)
    mine = query.where(col(LinkChange.batch_id) == batch.id)
    order = (col(CaseIncidentLink.case_id), col(LinkChange.id).desc())
    rows = await db.execute(mine.order_by(*order).with_for_update(of=CaseIncidentLink, key_share=True))
    return [(link, change) for link, change in rows]


async def recent_batches(db: Session, incident: Incident, *, limit: int = 3) -> list[BatchLine]:
    """The newest of the last day, with how many links each turned."""
    counted = select(func.count()).where(col(LinkChange.batch_id) == LinkBatch.id).scalar_subquery()
    query = select(
        col(LinkBatch.id), col(LinkBatch.kind), col(LinkBatch.at), col(LinkBatch.author_name), counted,
        col(LinkBatch.undone_at), col(LinkBatch.undone_by),
    ).where(
        col(LinkBatch.incident_id) == incident.id, col(LinkBatch.kind).in_(["confirmed", "rejected"]),
        col(LinkBatch.at) > now() - UNDOABLE_FOR,
    )  # fmt: skip
    return [BatchLine(*row) for row in await db.execute(query.order_by(col(LinkBatch.id).desc()).limit(limit))]


async def present_links(
    db: Session, incident: Incident, case_ids: Iterable[int] | None = None
) -> list[CaseIncidentLink]:
    """Suggested, confirmed and rejected ones, locked in the order of their cases."""
    query = select(CaseIncidentLink).where(
        col(CaseIncidentLink.incident_id) == incident.id, col(CaseIncidentLink.state) != "ended"
    )
    if case_ids is not None:
        query = query.where(col(CaseIncidentLink.case_id).in_(list(case_ids)))
    locked = query.order_by(col(CaseIncidentLink.case_id)).with_for_update(key_share=True)
    return list((await db.execute(locked)).scalars())


async def cases_among(db: Session, case_ids: Iterable[int]) -> list[Case]:
    query = select(Case).where(col(Case.id).in_(list(case_ids))).order_by(col(Case.id))
    return list((await db.execute(query)).scalars())
