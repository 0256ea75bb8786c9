"""What lies on the shelf and needs nothing done about it."""

from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.events import Actor, record
from ..events import DeliverySetAside
from ..models import Delivery, Feed, Reading
from ..queries import reading_of, unplaced_by


async def set_aside(db: Session, feed: Feed, delivery: Delivery, *, by: Actor) -> Reading:
    """Nothing is lost: it can be read again, and newer news of the same incident is looked at as ever."""
    allow(by, "administer")
    reading = await reading_of(db, delivery, lock=True)
    if reading is None or reading.outcome not in ("shelved", "kept"):
        raise Refused("It does not lie on the shelf, so there is nothing to set aside.")
    if reading.outcome == "shelved":
        for told in await unplaced_by(db, delivery):
            told.shelf = ""
        reading.outcome, reading.shelved = "kept", 0
        reading.said = f"{reading.said} Set aside by {by.name}."
        await record(db, DeliverySetAside(delivery_id=delivery.id), on=feed, by=by)
        await db.flush()
    return reading
