"""Deliveries and what was made of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlmodel import col
from sqlmodel import select as rows

from ....platform.db import Session
from ....platform.errors import NotFound
from ..models import Delivery, Feed, Reading
from ..models.words import OUTCOMES

PAGE = 50


@dataclass(frozen=True)
class DeliveryLine:
    id: int
    received_at: datetime
    size: int
    outcome: str | None
    said: str | None
    events: int | None
    applied: int | None
    shelved: int | None
    forgotten_at: datetime | None

    @property
    def outcome_name(self) -> str:
        return OUTCOMES[self.outcome] if self.outcome else "not read yet"


async def deliveries_of(db: Session, feed: Feed, *, before: int | None = None) -> list[DeliveryLine]:
    """Newest first; `before` is the id of the last one of the page before."""
    query = select(
        col(Delivery.id), col(Delivery.received_at), func.octet_length(col(Delivery.body)), col(Reading.outcome), col(Reading.said),
        col(Reading.events), col(Reading.applied), col(Reading.shelved), col(Delivery.forgotten_at),
    ).outerjoin(Reading, col(Reading.delivery_id) == Delivery.id).where(col(Delivery.feed_id) == feed.id)  # fmt: skip
    if before is not None:
        query = query.where(col(Delivery.id) < before)
    return [DeliveryLine(*row) for row in await db.execute(query.order_by(col(Delivery.id).desc()).limit(PAGE))]


async def delivery_for(db: Session, feed: Feed, delivery_id: int) -> Delivery:
    found = await delivery_with_id(db, delivery_id)
    if found is None or found.feed_id != feed.id:
        raise NotFound(f"There is no delivery {delivery_id} of this feed.")
    return found


async def delivery_with_id(db: Session, delivery_id: int) -> Delivery | None:
    return (await db.exec(rows(Delivery).where(Delivery.id == delivery_id))).one_or_none()


async def reading_of(db: Session, delivery: Delivery, *, lock: bool = False) -> Reading | None:
    query = rows(Reading).where(Reading.delivery_id == delivery.id)
    return (await db.exec(query.with_for_update() if lock else query)).one_or_none()


async def has_body(db: Session, feed: Feed, body_hash: str) -> bool:
    there = exists().where(col(Delivery.feed_id) == feed.id, col(Delivery.body_hash) == body_hash)
    return bool((await db.execute(select(there))).scalar())
