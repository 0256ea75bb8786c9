"""What the worker does for feeds."""

from typing import Any

from ...platform import jobs
from ...platform.db import Scope, transaction
from .actions import poll_feed, read_delivery
from .queries import delivery_with_id, feed_with_id, reading_of


@jobs.job("read_delivery")
async def read_one(payload: dict[str, Any]) -> None:
    """A job that comes twice finds the delivery read, and leaves what was said of it as it is."""
    async with transaction(Scope.system(payload["boundary"])) as db:
        delivery = await delivery_with_id(db, payload["delivery"])
        feed = await feed_with_id(db, delivery.feed_id) if delivery else None
        reading = await reading_of(db, delivery, lock=True) if delivery else None
        if delivery is not None and feed is not None and (reading is None or reading.outcome == "shelved"):
            await read_delivery(db, feed, delivery)


@jobs.job("poll_feed")
async def poll_one(payload: dict[str, Any]) -> None:
    """A vendor that does not answer is told on the feed's page and asked again at its time: no reason to try at once."""
    await poll_feed(payload["boundary"], payload["feed"])
