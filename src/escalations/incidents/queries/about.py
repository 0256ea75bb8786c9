"""One incident and its updates."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as selecting
from sqlmodel import col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...platform.events import EventRow
from ..models import Incident, IncidentOutsideWords, IncidentUpdate


async def incident_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Incident:
    """The one door to an incident. What a person may not see does not exist. A verb locks its case before its incident."""
    found = await incident_with_id(db, id_of(ref, "I"), lock=lock)
    if found is None:
        raise NotFound(f"There is no incident {ref}, or it is not yours to see.")
    return found


async def incident_with_id(db: Session, incident_id: int, *, lock: bool = False) -> Incident | None:
    query = select(Incident).where(Incident.id == incident_id)
    return (await db.exec(query.with_for_update(key_share=True) if lock else query)).one_or_none()


async def standing_incident(db: Session, incident_id: int) -> Incident | None:
    """Locked: the one into which it was merged in the end, or itself. Only that one is locked, as merging locks in the order of numbers."""
    found: Incident | None = None
    into: int | None = incident_id
    while into is not None:
        while (further := await _merged_into(db, into)) is not None:
            into = further
        found = await incident_with_id(db, into, lock=True)
        into = found.merged_into_id if found else None
    return found


async def _merged_into(db: Session, incident_id: int) -> int | None:
    query = select(Incident.merged_into_id).where(Incident.id == incident_id)
    return (await db.exec(query)).one_or_none()


def with_merged(incident: Incident) -> Select[Any]:
    """Its id, and the ids of all that were merged into it."""
    whole = select(col(Incident.id)).where(Incident.id == incident.id).cte("whole", recursive=True)
    whole = whole.union_all(select(col(Incident.id)).where(col(Incident.merged_into_id) == whole.c.id))
    return selecting(whole.c.id)


async def same_incident(db: Session, boundary: str, title: str, started_at: datetime) -> Incident | None:
    named = (Incident.boundary == boundary, Incident.title == title, Incident.started_at == started_at)
    return (await db.exec(select(Incident).where(*named))).one_or_none()


async def updates_of(db: Session, incident: Incident) -> list[IncidentUpdate]:
    query = select(IncidentUpdate).where(IncidentUpdate.incident_id == incident.id).order_by(col(IncidentUpdate.id))
    return list((await db.exec(query)).all())


async def outside_words_of(db: Session, incident: Incident) -> list[str]:
    query = select(IncidentOutsideWords.text).where(IncidentOutsideWords.incident_id == incident.id)
    return list((await db.exec(query.order_by(IncidentOutsideWords.source))).all())


async def declarer_of(db: Session, incident: Incident) -> str:
    """The name of the person, or of what declared it: a feed has one, an import is the system's."""
    if incident.declared_by is not None:
        return (await db.get_one(Person, incident.declared_by)).name
    first = select(EventRow.actor_name).where(EventRow.subject == incident.subject).order_by(col(EventRow.id)).limit(1)
    return (await db.exec(first)).one_or_none() or "Escalations"


async def newest_update(db: Session, incident: Incident, *, until: datetime | None = None) -> IncidentUpdate | None:
    query = select(IncidentUpdate).where(IncidentUpdate.incident_id == incident.id)
    if until is not None:
        query = query.where(IncidentUpdate.at <= until)
    return (await db.exec(query.order_by(col(IncidentUpdate.id).desc()).limit(1))).one_or_none()


async def update_of(db: Session, incident: Incident, update_id: int) -> IncidentUpdate:
    """Only one of this incident."""
    found = await update_with_id(db, update_id)
    if found is None or found.incident_id != incident.id:
        raise NotFound(f"{incident.ref} has no such update.")
    return found


async def update_with_id(db: Session, update_id: int) -> IncidentUpdate | None:
    return (await db.exec(select(IncidentUpdate).where(IncidentUpdate.id == update_id))).one_or_none()
