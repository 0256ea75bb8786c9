"""The state of a known issue changed: open cases that are linked to it are told, and verified with their customers where it helps."""

from typing import Any

from ..cases.actions import change_turn
from ..catalog.loading import catalogue
from ..platform.db import Scope, Session, transaction
from ..platform.events import SYSTEM, Recorded, on, record
from ..platform.jobs import Job, enqueue, job
from .events import KnownIssueMoved, KnownIssueStateChanged
from .models import EVERYWHERE, HELPS
from .queries import links_to_tell

AT_ONCE = 100


@on(KnownIssueStateChanged)
async def tell_cases(db: Session, fact: Recorded[KnownIssueStateChanged]) -> None:
    """An article for everywhere has cases in every boundary: each is told by a job inside it."""
    article_id, event = int(fact.subject.partition("/")[2]), fact.event
    helps = event.state in HELPS and event.state != event.was_state
    told = {"article": article_id, "event": fact.id, "said": event.said, "helps": helps}
    boundaries = list(catalogue().boundaries) if fact.boundary == EVERYWHERE else [fact.boundary]
    await enqueue(db, [Job("tell_linked_cases", {**told, "boundary": boundary}) for boundary in boundaries])


@job("tell_linked_cases")
async def tell_linked_cases(payload: dict[str, Any]) -> None:
    """However often: a case that heard of this change, or of a later one, is left alone."""
    while await _tell_some(payload):
        continue


async def _tell_some(payload: dict[str, Any]) -> bool:
    ref, said = f"KI-{payload['article']}", payload["said"]
    async with transaction(Scope.system(payload["boundary"])) as db:
        found = await links_to_tell(db, payload["article"], payload["event"], at_most=AT_ONCE)
        for case, link in found:
            link.told_event = payload["event"]
            await record(db, KnownIssueMoved(article=ref, said=said), on=link, by=SYSTEM)
            if payload["helps"]:
                why = f"known issue {ref} is {said[:1].lower()}{said[1:]}: verify with the customer"
                await change_turn(db, case, "close_the_loop", why, by=SYSTEM)
    return len(found) == AT_ONCE
