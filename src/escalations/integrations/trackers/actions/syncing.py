"""What an engineering issue says here, the work item says there. Asked again and again until it does; a repeat changes nothing.

No transaction is open while the tracker is asked. Before a work item is made, it is looked for by its marker: an answer that was lost
makes no second one. What is written is the whole of what it should say, so that writing it twice is writing it once.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from ....platform.db import Scope, Session, nothing_to_record, transaction
from ....platform.events import SYSTEM, record
from ....platform.settings import settings
from ....platform.time import now
from ....product_groups.models import EngineeringIssue
from ....product_groups.queries import cases_behind, escalations_on, issue_with_id
from ..calling import TrackerFailed
from ..clients import CLIENTS, Words, WorkItem
from ..events import WorkItemMade
from ..models import Tracker, TrackerItem
from ..queries import item_of, tracker_of, tracker_with_id

LEASE = timedelta(minutes=3)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Task:
    tracker: Tracker
    external_key: str
    words: Words


async def want_item(db: Session, issue: EngineeringIssue) -> TrackerItem | None:
    """To be looked at now. None where the group has no tracker."""
    nothing_to_record(db, "that the tracker is to be told is no fact yet; that it was told is")
    item = await item_of(db, issue.id, lock=True)
    if item is None:
        tracker = await tracker_of(db, issue.boundary, issue.product_group)
        if tracker is None:
            return None
        item = TrackerItem(boundary=issue.boundary, issue_id=issue.id, tracker_id=tracker.id)
        db.add(item)
    item.next_at, item.attempts = now(), 0
    await db.flush()
    return item


async def sync_item(boundary: str, issue_id: int) -> None:
    async with transaction(Scope.system(boundary)) as db:
        task = await _take(db, issue_id)
    if task is None:
        return
    try:
        made: WorkItem | str = await _do(task)
    except TrackerFailed as problem:
        made = str(problem)
    async with transaction(Scope.system(boundary)) as db:
        await _note(db, issue_id, task, made)


async def _take(db: Session, issue_id: int) -> Task | None:
    nothing_to_record(db, "a lease is no business fact")
    item, issue = await item_of(db, issue_id, lock=True), await issue_with_id(db, issue_id)
    tracker = await tracker_with_id(db, item.tracker_id) if item else None
    if item is None or issue is None or tracker is None or not tracker.enabled or item.next_at is None:
        return None
    if item.leased_until is not None and item.leased_until > now():
        return None
    words = await words_of(db, issue)
    if item.external_key and item.said == _fingerprint(words):
        item.next_at, item.problem = None, ""
        return None
    item.leased_until = now() + LEASE
    return Task(tracker, item.external_key, words)


async def _do(task: Task) -> WorkItem:
    client = CLIENTS[task.tracker.kind]
    if task.external_key:
        await client.update(task.tracker, task.external_key, task.words)
        return WorkItem(task.external_key, "")
    found = await client.find(task.tracker, task.words.marker)
    item = found or await client.create(task.tracker, task.words)
    if found is not None or task.words.state != "open":
        await client.update(task.tracker, item.external_key, task.words)
    return item


async def _note(db: Session, issue_id: int, task: Task, made: WorkItem | str) -> None:
    item, issue = await item_of(db, issue_id, lock=True), await issue_with_id(db, issue_id)
    if item is None or issue is None:
        return
    item.leased_until = None
    if isinstance(made, str):
        nothing_to_record(db, "a delay is no fact; it is asked again")
        item.attempts, item.problem = item.attempts + 1, made
        item.next_at = now() + min(timedelta(seconds=10 * 2 ** min(item.attempts, 12)), LONGEST_PAUSE)
        return
    first = not item.external_key
    item.external_key, item.url = made.external_key, made.url or item.url
    item.said, item.problem, item.attempts, item.synced_at = _fingerprint(task.words), "", 0, now()
    same = _fingerprint(await words_of(db, issue)) == item.said
    item.next_at = None if same else now()
    nothing_to_record(db, "that it says what it should say is no new fact")
    if first:
        await record(db, WorkItemMade(tracker=task.tracker.name, external_key=item.external_key), on=issue, by=SYSTEM)


async def words_of(db: Session, issue: EngineeringIssue) -> Words:
    """What the product group wrote, and how many wait. No name of a customer, and nothing a customer wrote, is ever part of it."""
    escalations, cases = await escalations_on(db, issue), [case for case, _, _ in await cases_behind(db, issue)]
    worst = f", the worst of severity {min(case.severity for case in cases)}" if cases else ""
    waits = f"{len(escalations)} escalation{'s' if len(escalations) != 1 else ''} and {len(cases)} case{'s' if len(cases) != 1 else ''} wait for it{worst}."
    page = f"{settings().public_url.rstrip('/')}/engineering-issues/{issue.ref}"
    parts = (issue.description, waits, f"Kept in step with {page}: closing it here closes the loop there.")
    marker = f"escalations-{issue.boundary}-{issue.ref}".lower()
    return Words(marker, f"[{issue.ref}] {issue.title}", "\n\n".join(part for part in parts if part), issue.state)


def _fingerprint(words: Words) -> str:
    return hashlib.sha256(repr(words).encode()).hexdigest()
