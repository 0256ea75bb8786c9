"""The state of a known issue changed: open cases that are linked to it are told, and verified with their customers where it helps."""

from typing import Any

from ..catalog.loading import catalogue
from ..platform.db import Scope, Session, transaction
from ..platform.events import Recorded, on
from ..platform.jobs import Job, enqueue, job
from .actions.telling import News, tell_case
from .events import KnownIssueStateChanged
from .models import EVERYWHERE, HELPS
from .queries import article_with_id, links_to_tell

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
    news = News(payload["event"], payload["said"], payload["helps"])
    async with transaction(Scope.system(payload["boundary"])) as db:
        article = await article_with_id(db, payload["article"])
        found = await links_to_tell(db, payload["article"], news.event, at_most=AT_ONCE) if article else []
        for case, link in found:
            assert article is not None
            await tell_case(db, case, link, article, news)
    return len(found) == AT_ONCE
