"""Links that one person made in one go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from ...platform.db import Session
from ..models import CaseIncidentLink, Incident

UNDO_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class Batch:
    """`at` tells it apart: all of its links carry the same moment and author."""

    at: datetime
    author_id: int | None
    links: int


async def newest_batch(db: Session, incident: Incident, at: datetime) -> Batch | None:
    """The newest one that can still be taken back at that moment."""
    mine = (CaseIncidentLink.incident_id == incident.id, CaseIncidentLink.state == "confirmed")
    made, by = col(CaseIncidentLink.at), col(CaseIncidentLink.author_id)
    query = select(made, by, func.count()).where(*mine, made > at - UNDO_WITHIN, by.is_not(None)).group_by(made, by)
    found = (await db.exec(query.having(func.count() > 1).order_by(made.desc()).limit(1))).first()
    return Batch(*found) if found else None


async def links_of_batch(db: Session, incident: Incident, batch: Batch) -> list[CaseIncidentLink]:
    """Locked, in the order of their cases."""
    of_it = (CaseIncidentLink.incident_id == incident.id, CaseIncidentLink.state == "confirmed")
    made = (CaseIncidentLink.at == batch.at, CaseIncidentLink.author_id == batch.author_id)
    query = select(CaseIncidentLink).where(*of_it, *made).order_by(col(CaseIncidentLink.case_id))
    return list((await db.exec(query.with_for_update(key_share=True))).all())
