"""Unresolved incidents: since when nobody said a word on them, and which nobody knows any more."""

from datetime import datetime
from typing import Any

from sqlalchemy import column, func, table
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...platform.db import Session
from ...platform.events import EventRow
from ..models import Incident, IncidentUpdate

ASKED = "IncidentLeftAlone"


async def forgotten_incidents(db: Session) -> list[Incident]:
    forgotten: Any = columns(column("id")).select_from(table("dead_end_incident"))
    return list((await db.exec(select(Incident).where(col(Incident.id).in_(forgotten)))).all())


async def last_words(db: Session) -> list[tuple[Incident, datetime]]:
    """Of each the moment of the last update, or of the last time that somebody was asked; locked where nobody else has it."""
    written = columns(func.max(col(IncidentUpdate.at))).where(col(IncidentUpdate.incident_id) == Incident.id)
    about = col(EventRow.subject) == func.concat("incident/", Incident.id)
    asked = columns(func.max(col(EventRow.at))).where(about, col(EventRow.action) == ASKED)
    last: Any = func.greatest(Incident.declared_at, written.scalar_subquery(), asked.scalar_subquery())
    query = select(Incident, last).where(Incident.state != "resolved", col(Incident.merged_into_id).is_(None))
    locked = query.order_by(col(Incident.id)).with_for_update(key_share=True, skip_locked=True, of=Incident)
    return [(incident, at) for incident, at in (await db.exec(locked)).all()]
