"""Keys of a feed: a new one beside the old, and the end of the old ones."""

from datetime import timedelta

from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.events import Actor, record
from ....platform.security import fingerprint, new_token
from ....platform.time import now
from ..events import FeedKeyAdded, FeedKeysEnded
from ..models import Feed, FeedKey
from ..queries import keys_of

OVERLAP = timedelta(hours=72)
"""Old keys count so long beside a new one: PagerDuty repeats a delivery for 48 hours."""
SHORTEST_SIGNING_KEY = 16


def refuse_short_key(feed: Feed, signing_key: str) -> None:
    if feed.is_signed and len(signing_key) < SHORTEST_SIGNING_KEY:
        raise Refused(f"Paste the signing secret that {feed.kind_name} shows for this webhook.")


def give_key(db: Session, feed: Feed, signing_key: str) -> str:
    """The secret made for it, or nothing where the vendor brings its own."""
    if feed.is_signed:
        db.add(_key(feed, signing_key=signing_key))
        return ""
    secret = new_token()
    db.add(_key(feed, fingerprint=fingerprint(secret)))
    return secret


async def add_key(db: Session, feed: Feed, signing_key: str = "", *, by: Actor) -> str:
    """The new secret, told only now. What there was counts on for a while, so that nothing is lost between the two changes."""
    allow(by, "administer")
    if not feed.has_door:
        raise Refused(f"Nothing is delivered to {feed.name}, so it has no key.")
    refuse_short_key(feed, signing_key)
    old = await keys_of(db, feed, now())
    if any(feed.is_signed and key.signing_key == signing_key for key in old):
        raise Refused("That signing secret counts already. Paste the new one.")
    until = now() + OVERLAP
    for key in old:
        key.ends_at = min(key.ends_at or until, until)
    secret = give_key(db, feed, signing_key)
    await record(db, FeedKeyAdded(old_end=f"{until:%-d %b %Y %H:%M} UTC" if old else ""), on=feed, by=by)
    await db.flush()
    return secret


async def end_old_keys(db: Session, feed: Feed, *, by: Actor) -> int:
    """All but the newest, now: the sender uses the new one, or an old one is no secret any more."""
    allow(by, "administer")
    old = (await keys_of(db, feed, now()))[1:]
    for key in old:
        key.ends_at = now()
    if old:
        await record(db, FeedKeysEnded(count=len(old)), on=feed, by=by)
        await db.flush()
    return len(old)


def _key(feed: Feed, *, fingerprint: str = "", signing_key: str = "") -> FeedKey:
    return FeedKey(
        boundary=feed.boundary, feed_id=feed.id, added_at=now(), fingerprint=fingerprint, signing_key=signing_key
    )
