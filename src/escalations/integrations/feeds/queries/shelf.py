"""What was not understood, and what was understood and has no place."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from ....platform.db import Session
from ..models import Delivery, Feed, Reading, VendorIncident
from ..spelling import spoken

MOST = 100


@dataclass(frozen=True)
class ShelvedDelivery:
    id: int
    feed_id: int
    feed: str
    boundary: str
    received_at: datetime
    said: str

    @property
    def url(self) -> str:
        return f"/feeds/F-{self.feed_id}/deliveries/{self.id}"


@dataclass(frozen=True)
class ShelvedIncident:
    id: int
    feed_id: int
    feed: str
    boundary: str
    title: str
    vendor_id: str
    said: str
    services: list[str]
    regions: list[str]
    told_at: datetime | None
    delivery_id: int

    @property
    def feed_ref(self) -> str:
        return f"F-{self.feed_id}"

    @property
    def called(self) -> str:
        return spoken(self.vendor_id)


async def shelved_deliveries(db: Session, *, limit: int = MOST) -> list[ShelvedDelivery]:
    query = (
        select(
            col(Delivery.id),
            col(Feed.id),
            col(Feed.name),
            col(Feed.boundary),
            col(Delivery.received_at),
            col(Reading.said),
        )
        .join(Reading, col(Reading.delivery_id) == Delivery.id)
        .join(Feed, col(Feed.id) == Delivery.feed_id)
    )
    query = query.where(col(Reading.outcome) == "shelved", col(Reading.events) == 0)
    return [ShelvedDelivery(*row) for row in await db.execute(query.order_by(col(Delivery.id).desc()).limit(limit))]


async def shelved_incidents(db: Session, *, limit: int = MOST) -> list[ShelvedIncident]:
    query = select(
        col(VendorIncident.id), col(Feed.id), col(Feed.name), col(Feed.boundary), col(VendorIncident.title), col(VendorIncident.vendor_id),
        col(VendorIncident.shelf), col(VendorIncident.services), col(VendorIncident.regions), col(VendorIncident.told_at),
        col(VendorIncident.delivery_id),
    ).join(Feed, col(Feed.id) == VendorIncident.feed_id).where(col(VendorIncident.shelf) != "")  # fmt: skip
    return [
        ShelvedIncident(*row) for row in await db.execute(query.order_by(col(VendorIncident.id).desc()).limit(limit))
    ]


async def shelved_ids(db: Session, feed: Feed, *, limit: int = 1000) -> list[int]:
    """The deliveries to read again, oldest first: those not understood, and the last ones about what has no place."""
    unread = select(col(Reading.delivery_id)).where(col(Reading.feed_id) == feed.id, col(Reading.outcome) == "shelved")
    unplaced = select(col(VendorIncident.delivery_id)).where(
        col(VendorIncident.feed_id) == feed.id, col(VendorIncident.shelf) != ""
    )
    found = {
        *(await db.execute(unread.limit(limit))).scalars(),
        *(await db.execute(unplaced.limit(limit))).scalars(),
    }
    return sorted(found)
