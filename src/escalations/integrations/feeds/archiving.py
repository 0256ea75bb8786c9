"""Past incidents from a file, entry by entry, through the same store and the same reading as what a vendor sends."""

import hashlib
from collections.abc import Iterator

import msgspec

from ...platform.db import Session
from ...platform.events import SYSTEM
from .actions import NewFeed, plain_feed, read_delivery
from .actions.receiving import store
from .dialects import NotUnderstood, understand
from .models import Feed, Reading
from .queries import feed_named, has_body

NAME = "Archive"


def entries_in(body: bytes) -> list[bytes]:
    """Each entry's own bytes, exactly as they stand in the file."""
    try:
        return [bytes(entry) for entry in msgspec.json.decode(body, type=list[msgspec.Raw])]
    except msgspec.MsgspecError as problem:
        raise NotUnderstood(f"It is no JSON list of incidents: {problem}.") from problem


async def archive_feed(db: Session, boundary: str) -> Feed:
    """The feed under whose name a boundary's archive stands: the same one for every file."""
    found = await feed_named(db, boundary, NAME)
    return found or await plain_feed(db, NewFeed(name=NAME, kind="archive", boundary=boundary), by=SYSTEM)


async def take_entry(db: Session, feed: Feed, entry: bytes) -> Reading | None:
    """None when these very bytes are there already."""
    if await has_body(db, feed, hashlib.sha256(entry).hexdigest()):
        return None
    return await read_delivery(db, feed, await store(db, feed, entry, "application/json"))


def tried(entries: list[bytes]) -> Iterator[str]:
    """What each entry tells of, or why it is not understood, without writing anything."""
    for entry in entries:
        try:
            yield ", ".join(event.about for event in understand("archive", entry).events) or "nothing"
        except NotUnderstood as problem:
            yield f"failed: {problem}"
