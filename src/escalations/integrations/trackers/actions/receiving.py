"""Taking a webhook in: stored as it is, answered, and understood later by the worker."""

from ....platform import jobs
from ....platform.db import Session, nothing_to_record
from ....platform.events import Actor, System
from ....platform.time import now
from ....product_groups.actions import decline_engineering_issue, fix_engineering_issue, reopen_engineering_issue
from ....product_groups.queries import issue_with_id
from ..dialects import News, NotUnderstood, understand
from ..models import Tracker, TrackerDelivery, TrackerReading
from ..queries import is_stored, item_with_key

WHY = "what a tracker sent is kept as it is; what is made of it is recorded on the engineering issue"


async def receive(db: Session, tracker: Tracker, sent_key: str, body: bytes) -> TrackerDelivery | None:
    """Stored and queued in one transaction. None when this very delivery was sent before. The tracker's row is locked by the caller."""
    nothing_to_record(db, WHY)
    if await is_stored(db, tracker, sent_key):
        return None
    delivery = TrackerDelivery(
        boundary=tracker.boundary, tracker_id=tracker.id, received_at=now(), sent_key=sent_key, body=body
    )
    db.add(delivery)
    await db.flush()
    payload = {"delivery": delivery.id, "boundary": tracker.boundary}
    await jobs.enqueue(db, [jobs.Job("read_tracker_delivery", payload)])
    return delivery


async def read_delivery(db: Session, tracker: Tracker, delivery: TrackerDelivery) -> TrackerReading:
    nothing_to_record(db, WHY)
    try:
        news = understand(tracker.kind, delivery.body)
        outcome, said = await _apply(db, tracker, news) if news else ("kept", "")
    except NotUnderstood as problem:
        outcome, said = "shelved", str(problem)
    reading = TrackerReading(
        boundary=delivery.boundary, delivery_id=delivery.id, read_at=now(), outcome=outcome, said=said
    )
    db.add(reading)
    await db.flush()
    return reading


async def _apply(db: Session, tracker: Tracker, news: News) -> tuple[str, str]:
    """News older than what the tracker told last changes nothing, in whatever order they come."""
    item = await item_with_key(db, tracker, news.external_key)
    issue = await issue_with_id(db, item.issue_id) if item else None
    if item is None or issue is None:
        return "kept", f"{news.external_key} is none of ours."
    if item.told_at is not None and news.at < item.told_at:
        return "unchanged", "It is older than what was told before."
    item.told_at = news.at
    if issue.state == news.state:
        return "unchanged", ""
    by: Actor = System(name=f"{tracker.name} (tracker)")
    where = f"{news.external_key} in {tracker.name}"
    if issue.is_open:
        end = fix_engineering_issue if news.state == "fixed" else decline_engineering_issue
        await end(db, issue, f"Closed as {where}.", by=by)
    elif news.state == "open":
        await reopen_engineering_issue(db, issue, f"reopened as {where}", by=by)
    else:
        return "unchanged", f"{issue.ref} is {issue.state_in_words} here already."
    return "applied", ""
