"""Trackers, their keys, their work items and their deliveries."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from .models import Tracker, TrackerDelivery, TrackerItem, TrackerKey, TrackerReading


async def tracker_for(db: Session, person: Person, ref: str) -> Tracker:
    """The one door to a tracker."""
    found = await tracker_with_id(db, id_of(ref, "T"))
    if found is None:
        raise NotFound(f"There is no tracker {ref}, or it is not yours to see.")
    return found


async def tracker_with_id(db: Session, tracker_id: int) -> Tracker | None:
    return (await db.exec(select(Tracker).where(Tracker.id == tracker_id))).one_or_none()


async def tracker_with_key(db: Session, boundary: str, key: str) -> Tracker | None:
    return (await db.exec(select(Tracker).where(Tracker.boundary == boundary, Tracker.key == key))).one_or_none()


async def tracker_of(db: Session, boundary: str, product_group: str) -> Tracker | None:
    query = select(Tracker).where(Tracker.boundary == boundary, Tracker.product_group == product_group)
    return (await db.exec(query.where(col(Tracker.enabled)))).one_or_none()


async def trackers(db: Session) -> list[Tracker]:
    return list((await db.exec(select(Tracker).order_by(Tracker.name, col(Tracker.id)))).all())


async def keys_of(db: Session, tracker: Tracker, at: datetime) -> list[TrackerKey]:
    """Those that count at that moment, the newest first."""
    counts = col(TrackerKey.ends_at).is_(None) | (col(TrackerKey.ends_at) > at)
    query = select(TrackerKey).where(TrackerKey.tracker_id == tracker.id, counts)
    return list((await db.exec(query.order_by(col(TrackerKey.id).desc()))).all())


async def item_of(db: Session, issue_id: int, *, lock: bool = False) -> TrackerItem | None:
    query = select(TrackerItem).where(TrackerItem.issue_id == issue_id)
    return (await db.exec(query.with_for_update() if lock else query)).one_or_none()


async def item_with_key(db: Session, tracker: Tracker, external_key: str) -> TrackerItem | None:
    query = select(TrackerItem).where(TrackerItem.tracker_id == tracker.id, TrackerItem.external_key == external_key)
    return (await db.exec(query.with_for_update())).one_or_none()


async def waiting_items(db: Session, at: datetime, limit: int = 100) -> list[TrackerItem]:
    query = select(TrackerItem).where(col(TrackerItem.next_at) <= at).order_by(col(TrackerItem.next_at))
    return list((await db.exec(query.limit(limit))).all())


def where_items_wait(at: datetime) -> list[Select[Any]]:
    return [columns(col(TrackerItem.boundary)).where(col(TrackerItem.next_at) <= at)]


async def late_items(db: Session, tracker: Tracker) -> list[TrackerItem]:
    query = select(TrackerItem).where(TrackerItem.tracker_id == tracker.id, TrackerItem.problem != "")
    return list((await db.exec(query.order_by(col(TrackerItem.issue_id)).limit(20))).all())


async def delivery_with_id(db: Session, delivery_id: int) -> TrackerDelivery | None:
    return (await db.exec(select(TrackerDelivery).where(TrackerDelivery.id == delivery_id))).one_or_none()


async def is_stored(db: Session, tracker: Tracker, sent_key: str) -> bool:
    query = select(TrackerDelivery.id).where(
        TrackerDelivery.tracker_id == tracker.id, TrackerDelivery.sent_key == sent_key
    )
    return (await db.exec(query)).first() is not None


async def is_read(db: Session, delivery: TrackerDelivery) -> bool:
    query = select(TrackerReading.delivery_id).where(TrackerReading.delivery_id == delivery.id)
    return (await db.exec(query)).first() is not None
