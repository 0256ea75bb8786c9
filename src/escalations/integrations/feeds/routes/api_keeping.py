"""Adding feeds, changing their keys and switching them on and off, for programs. A secret is told once, in the answer that made it."""

from typing import Any

from litestar import post
from litestar.params import JSONBody
from pydantic import BaseModel

from ....people.access import Me
from ....people.roles import allow
from ....platform.web import Db, Ref
from ..actions import NewFeed, add_feed, add_key, end_old_keys, switch_feed
from ..forms import AddFeed, NewKey
from ..models import Feed
from ..presenting import address_of
from .showing import feed_to_manage


class FeedKept(BaseModel):
    """`address` is where deliveries go, empty for feeds that are asked; `secret` is empty where none was made."""

    ref: str
    name: str
    kind: str
    boundary: str
    enabled: bool
    address: str
    secret: str = ""


class KeysEnded(BaseModel):
    ended: int


@post("/api/feeds")
async def post_feed(db: Db, person: Me, data: JSONBody[AddFeed]) -> FeedKept:
    allow(person, "administer")
    feed, secret = await add_feed(db, NewFeed(**data.model_dump()), by=person)
    return _kept(feed, secret)


@post("/api/feeds/{ref:str}/keys")
async def post_feed_key(db: Db, person: Me, ref: Ref, data: JSONBody[NewKey]) -> FeedKept:
    """The old keys count on for a while."""
    feed = await feed_to_manage(db, person, ref, lock=True)
    return _kept(feed, await add_key(db, feed, data.signing_key, by=person))


@post("/api/feeds/{ref:str}/old-keys-end", status_code=200)
async def post_old_keys_end(db: Db, person: Me, ref: Ref) -> KeysEnded:
    return KeysEnded(ended=await end_old_keys(db, await feed_to_manage(db, person, ref, lock=True), by=person))


@post("/api/feeds/{ref:str}/activation", status_code=200)
async def post_activation(db: Db, person: Me, ref: Ref) -> FeedKept:
    feed = await feed_to_manage(db, person, ref, lock=True)
    await switch_feed(db, feed, on=True, by=person)
    return _kept(feed)


@post("/api/feeds/{ref:str}/deactivation", status_code=200)
async def post_deactivation(db: Db, person: Me, ref: Ref) -> FeedKept:
    feed = await feed_to_manage(db, person, ref, lock=True)
    await switch_feed(db, feed, on=False, by=person)
    return _kept(feed)


def _kept(feed: Feed, secret: str = "") -> FeedKept:
    return FeedKept(
        ref=feed.ref, name=feed.name, kind=feed.kind, boundary=feed.boundary, enabled=feed.enabled,
        address=address_of(feed) if feed.has_door else "", secret=secret,
    )  # fmt: skip


HANDLERS: list[Any] = [post_feed, post_feed_key, post_old_keys_end, post_activation, post_deactivation]
