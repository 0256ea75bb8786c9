"""Asking a vendor that does not tell by itself."""

from ....platform.db import Scope, nothing_to_record, transaction
from ....platform.time import now
from ..fetching import Fetched, Unfetchable, fetch
from ..models import Feed, FeedStanding
from ..queries import feed_with_id, standing_of
from .receiving import receive


async def poll_feed(boundary: str, feed_id: int) -> str:
    """In two short transactions, with none open while the vendor is asked. The problem in words, or nothing."""
    async with transaction(Scope.system(boundary)) as db:
        feed = await feed_with_id(db, feed_id)
        standing = await standing_of(db, feed) if feed else None
    if feed is None or standing is None or not feed.enabled or not feed.poll_url:
        return ""
    answer = await _ask(feed, standing)
    async with transaction(Scope.system(boundary)) as db:
        nothing_to_record(db, "that a vendor was asked is no fact about an incident")
        now_standing = await standing_of(db, feed, lock=True)
        now_standing.polled_at = now()
        if isinstance(answer, str):
            now_standing.problem = answer
            return answer
        now_standing.problem, now_standing.seen_at = "", now()
        if answer.body is not None:
            await receive(db, feed, answer.body, answer.content_type)
            now_standing.etag, now_standing.last_modified = answer.etag, answer.last_modified
    return ""


async def _ask(feed: Feed, standing: FeedStanding) -> Fetched | str:
    try:
        return await fetch(feed.poll_url, etag=standing.etag, last_modified=standing.last_modified)
    except Unfetchable as problem:
        return str(problem)
