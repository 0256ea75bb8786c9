"""One spike and lists of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import column, table
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import SpikeAlarm

PAGE = 40


async def alarm_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> SpikeAlarm:
    """The one door to a spike. What a person may not see does not exist. A verb locks the spike before cases and incidents."""
    query = select(SpikeAlarm).where(SpikeAlarm.id == id_of(ref, "SP"))
    found = (await db.exec(query.with_for_update(key_share=True) if lock else query)).one_or_none()
    if found is None:
        raise NotFound(f"There is no spike {ref}, or it is not yours to see.")
    return found


async def alarms_nobody_knows(db: Session) -> list[SpikeAlarm]:
    """Open, and whoever was told of them is gone; locked."""
    forgotten: Any = columns(column("id")).select_from(table("dead_end_alarm"))
    query = select(SpikeAlarm).where(col(SpikeAlarm.id).in_(forgotten)).order_by(col(SpikeAlarm.id))
    return list((await db.exec(query.with_for_update(key_share=True, skip_locked=True))).all())


async def open_alarms(db: Session, *, lock: bool = False) -> list[SpikeAlarm]:
    """The gravest first. Locked for the sweep, those excepted that somebody is just deciding on."""
    order = (col(SpikeAlarm.level), col(SpikeAlarm.opened_at).desc(), col(SpikeAlarm.id))
    query = select(SpikeAlarm).where(SpikeAlarm.state == "open").order_by(*order)
    return list((await db.exec(query.with_for_update(key_share=True, skip_locked=True) if lock else query)).all())


async def closed_alarms(db: Session, *, before: SpikeAlarm | None = None) -> Sequence[SpikeAlarm]:
    """The last closed first; `before` is the last one of the page before."""
    closed_at, number = col(SpikeAlarm.closed_at), col(SpikeAlarm.id)
    query = select(SpikeAlarm).where(SpikeAlarm.state != "open")
    if before is not None:
        query = query.where((closed_at < before.closed_at) | ((closed_at == before.closed_at) & (number < before.id)))
    return (await db.exec(query.order_by(closed_at.desc(), number.desc()).limit(PAGE))).all()


async def alarms_decided_since(db: Session, after: datetime) -> Sequence[SpikeAlarm]:
    query = select(SpikeAlarm).where(col(SpikeAlarm.closed_at) > after, col(SpikeAlarm.state) != "open")
    return (await db.exec(query.where(col(SpikeAlarm.state) != "subsided"))).all()


async def alarm_of_incident(db: Session, incident_id: int) -> SpikeAlarm | None:
    query = select(SpikeAlarm).where(SpikeAlarm.incident_id == incident_id).order_by(col(SpikeAlarm.id))
    return (await db.exec(query.limit(1))).one_or_none()
