"""Taking a delivery in: stored as it is, before anybody tries to understand it."""

import hashlib

from ....platform import jobs
from ....platform.db import Session, nothing_to_record
from ....platform.time import now
from ..models import Delivery, Feed
from ..queries import standing_of

WHY = "what a feed sent is kept as it is; what is made of it is recorded on the incident"


async def receive(db: Session, feed: Feed, body: bytes, content_type: str = "") -> Delivery | None:
    """Stored and queued in one transaction. None when it says the same as the delivery right before it."""
    nothing_to_record(db, WHY)
    standing, digest = await standing_of(db, feed, lock=True), hashlib.sha256(body).hexdigest()
    standing.seen_at, standing.problem = now(), ""
    if standing.last_hash == digest:
        return None
    delivery = await store(db, feed, body, content_type)
    standing.last_hash, standing.deliveries = digest, standing.deliveries + 1
    await jobs.enqueue(db, [jobs.Job("read_delivery", {"delivery": delivery.id, "boundary": feed.boundary})])
    return delivery


async def store(db: Session, feed: Feed, body: bytes, content_type: str = "") -> Delivery:
    delivery = Delivery(
        boundary=feed.boundary, feed_id=feed.id, received_at=now(), content_type=content_type[:100], body=body,
        body_hash=hashlib.sha256(body).hexdigest(),
    )  # fmt: skip
    db.add(delivery)
    await db.flush()
    return delivery


async def note_refusal(db: Session, feed: Feed) -> None:
    """Somebody knocked with a wrong key. Nothing of what they sent is kept."""
    nothing_to_record(db, "a refused delivery is no fact about anything but the sender")
    standing = await standing_of(db, feed, lock=True)
    standing.refused_at, standing.refusals = now(), standing.refusals + 1
    await db.flush()
