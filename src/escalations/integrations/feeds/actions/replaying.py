"""Reading again what is stored: after a word was added, a mapping was mended or the program has learned more."""

from ....people.roles import allow
from ....platform import jobs
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.events import Actor, record
from ..events import DeliveriesReplayed
from ..models import Delivery, Feed, Reading
from ..queries import shelved_ids
from .reading import read_delivery


async def replay_delivery(db: Session, feed: Feed, delivery: Delivery, *, by: Actor) -> Reading:
    allow(by, "administer")
    if delivery.forgotten_at is not None:
        raise Refused(f"Its bytes were let go on {delivery.forgotten_at:%-d %b %Y}: there is nothing left to read.")
    await record(db, DeliveriesReplayed(count=1, delivery_id=delivery.id), on=feed, by=by)
    return await read_delivery(db, feed, delivery)


async def replay_shelf(db: Session, feed: Feed, *, by: Actor) -> int:
    """How many of them the worker reads again."""
    allow(by, "administer")
    waiting = await shelved_ids(db, feed)
    if waiting:
        await record(db, DeliveriesReplayed(count=len(waiting)), on=feed, by=by)
        await jobs.enqueue(db, [_again(feed, delivery_id) for delivery_id in waiting])
    return len(waiting)


def _again(feed: Feed, delivery_id: int) -> jobs.Job:
    payload = {"delivery": delivery_id, "boundary": feed.boundary}
    return jobs.Job("read_delivery", payload, key=f"read-delivery/{delivery_id}")
