"""What happens to an engineering issue goes to its tracker; what the tracker sent is read."""

from typing import Any

from ...platform import jobs
from ...platform.db import Scope, Session, transaction
from ...platform.events import Recorded, on
from ...product_groups.events import (
    AboutIssue,
    EngineeringIssueDeclined,
    EngineeringIssueFixed,
    EngineeringIssueOpened,
    EngineeringIssueReopened,
    EscalationLinkedToIssue,
    EscalationUnlinkedFromIssue,
)
from ...product_groups.queries import issue_with_id
from .actions import read_delivery, sync_item, want_item
from .models import TrackerItem
from .queries import delivery_with_id, is_read, tracker_with_id

SYNC = "sync_tracker_item"


@on(
    EngineeringIssueOpened, EngineeringIssueFixed, EngineeringIssueDeclined, EngineeringIssueReopened, EscalationLinkedToIssue,
    EscalationUnlinkedFromIssue,
)  # fmt: skip
async def tell_the_tracker(db: Session, fact: Recorded[AboutIssue]) -> None:
    issue = await issue_with_id(db, fact.event.issue_id)
    item = await want_item(db, issue) if issue else None
    if item is not None:
        await queue_sync(db, item)


async def queue_sync(db: Session, item: TrackerItem) -> None:
    payload = {"issue": item.issue_id, "boundary": item.boundary}
    await jobs.enqueue(db, [jobs.Job(SYNC, payload, key=f"{SYNC}/{item.issue_id}")])


@jobs.job(SYNC)
async def sync_one(payload: dict[str, Any]) -> None:
    """A tracker that is down is no reason to fail: it is noted and asked again at its time by the sweep."""
    await sync_item(payload["boundary"], payload["issue"])


@jobs.job("read_tracker_delivery")
async def read_one(payload: dict[str, Any]) -> None:
    async with transaction(Scope.system(payload["boundary"])) as db:
        delivery = await delivery_with_id(db, payload["delivery"])
        tracker = await tracker_with_id(db, delivery.tracker_id) if delivery else None
        if delivery is not None and tracker is not None and not await is_read(db, delivery):
            await read_delivery(db, tracker, delivery)
