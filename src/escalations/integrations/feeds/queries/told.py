"""What vendors say of their incidents."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlmodel import col
from sqlmodel import select as rows

from ....incidents.models import Incident
from ....incidents.queries import with_merged
from ....platform.db import Session
from ..models import Delivery, Feed, VendorIncident, VendorUpdate


@dataclass(frozen=True)
class Source:
    """One vendor incident behind an incident of ours, with its newest words first."""

    feed: Feed
    told: VendorIncident
    texts: list[VendorUpdate]


async def vendor_incident_locked(db: Session, feed: Feed, vendor_id: str) -> VendorIncident:
    query = rows(VendorIncident).where(VendorIncident.feed_id == feed.id, VendorIncident.vendor_id == vendor_id)
    return (await db.exec(query.with_for_update())).one()


async def texts_of(db: Session, told: VendorIncident, *, limit: int = 200) -> list[VendorUpdate]:
    """Newest first."""
    query = rows(VendorUpdate).where(VendorUpdate.vendor_incident_id == told.id)
    newest = query.order_by(col(VendorUpdate.at).desc(), col(VendorUpdate.id).desc())
    return list((await db.exec(newest.limit(limit))).all())


async def is_told_already(db: Session, incident: Incident, feed: Feed) -> bool:
    """Whether another incident of this feed is already behind it."""
    there = exists().where(col(VendorIncident.incident_id) == incident.id, col(VendorIncident.feed_id) == feed.id)
    return bool((await db.execute(select(there))).scalar())


async def is_active_elsewhere(db: Session, incident: Incident, told: VendorIncident) -> bool:
    """Whether another source of this incident, or of one that was merged into it, says that it goes on."""
    others = exists().where(
        col(VendorIncident.incident_id).in_(with_merged(incident)), col(VendorIncident.id) != told.id, col(VendorIncident.about) == "incident",
        col(VendorIncident.state) == "active",
    )  # fmt: skip
    return bool((await db.execute(select(others))).scalar())


async def sources_of(db: Session, incident: Incident) -> list[Source]:
    """Also of incidents that were merged into it."""
    query = rows(VendorIncident, Feed).join(Feed, col(Feed.id) == VendorIncident.feed_id)
    found = (
        await db.exec(
            query.where(col(VendorIncident.incident_id).in_(with_merged(incident))).order_by(col(VendorIncident.id))
        )
    ).all()
    return [Source(feed, told, await texts_of(db, told)) for told, feed in found]


async def vendor_incidents_of(db: Session, delivery: Delivery, vendor_ids: Iterable[str]) -> list[VendorIncident]:
    """As they stand now, for what a delivery tells of."""
    of_it = (VendorIncident.feed_id == delivery.feed_id, col(VendorIncident.vendor_id).in_([*vendor_ids]))
    return list((await db.exec(rows(VendorIncident).where(*of_it).order_by(col(VendorIncident.id)))).all())


async def unplaced_by(db: Session, delivery: Delivery) -> list[VendorIncident]:
    """Those without a place of which it told last, locked."""
    of_it = (VendorIncident.feed_id == delivery.feed_id, VendorIncident.delivery_id == delivery.id)
    query = rows(VendorIncident).where(*of_it, col(VendorIncident.shelf) != "")
    return list((await db.exec(query.order_by(col(VendorIncident.id)).with_for_update())).all())
