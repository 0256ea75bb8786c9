"""Making sense of a delivery. Reading it again changes nothing that was right."""

from collections import Counter

from ....platform.db import Session, nothing_to_record
from ....platform.time import now
from ..dialects import NotUnderstood, Told, understand
from ..models import Delivery, Feed, Reading
from ..queries import reading_of
from .applying import apply_event
from .receiving import WHY

_FIRST_OF = ("shelved", "applied", "unchanged", "kept")


async def read_delivery(db: Session, feed: Feed, delivery: Delivery) -> Reading:
    nothing_to_record(db, WHY)
    reading = await reading_of(db, delivery, lock=True) or _unread(delivery)
    reading.read_at = now()
    try:
        told = understand(feed.kind, delivery.body, feed.mapping)
    except NotUnderstood as problem:
        reading.outcome, reading.said, reading.events, reading.applied, reading.shelved = (
            "shelved",
            str(problem),
            0,
            0,
            0,
        )
    else:
        await _apply(db, feed, delivery, told, reading)
    db.add(reading)
    await db.flush()
    return reading


def _unread(delivery: Delivery) -> Reading:
    return Reading(
        boundary=delivery.boundary, delivery_id=delivery.id, feed_id=delivery.feed_id, read_at=now(), outcome="kept"
    )


async def _apply(db: Session, feed: Feed, delivery: Delivery, told: Told, reading: Reading) -> None:
    """Always in the same order, so that two workers wait for each other and never crosswise."""
    made, why = Counter[str](), ""
    for event in sorted(told.events, key=lambda event: event.vendor_id):
        outcome, said = await apply_event(db, feed, delivery, event)
        made[outcome] += 1
        why = why or said
    reading.outcome = next((outcome for outcome in _FIRST_OF if made[outcome]), "kept")
    reading.said = " ".join(part for part in (told.said, why) if part)
    reading.events, reading.applied, reading.shelved = len(told.events), made["applied"], made["shelved"]
