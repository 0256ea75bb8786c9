"""A new source that may tell us something."""

from dataclasses import dataclass

from ....catalog.loading import catalogue
from ....people.models import Person
from ....people.queries import open_boundaries
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.events import Actor, record
from ....platform.security import new_token
from ....platform.time import now
from ..events import FeedAdded
from ..models import Feed, FeedStanding
from ..models.words import KINDS, POLLED
from ..queries import feed_named
from .keys import give_key, refuse_short_key
from .revising import refuse_impossible


@dataclass(frozen=True, kw_only=True)
class NewFeed:
    """`signing_key` is the vendor's own, for kinds that sign; the secret of all others is made here."""

    name: str
    kind: str
    boundary: str
    signing_key: str = ""
    poll_url: str = ""
    poll_minutes: int = 5
    mapping: str = ""
    otherwise: str = ""


async def add_feed(db: Session, new: NewFeed, *, by: Actor) -> tuple[Feed, str]:
    """The feed and its secret, which is told only now; empty for kinds that have none or bring their own."""
    allow(by, "administer")
    if isinstance(by, Person) and new.boundary not in await open_boundaries(db, by):
        raise Refused(f"You hold no clearance for {new.boundary}. Choose a boundary that you may see.")
    if new.boundary not in catalogue().boundaries or new.kind not in KINDS:
        raise Refused("Choose one of the kinds and boundaries that there are.")
    if await feed_named(db, new.boundary, new.name) is not None:
        raise Refused(f"There is a feed {new.name} in {new.boundary} already. Choose another name, or rotate its key.")
    feed = await plain_feed(db, new, by=by)
    return feed, give_key(db, feed, new.signing_key) if feed.has_door else ""


async def plain_feed(db: Session, new: NewFeed, *, by: Actor) -> Feed:
    """The rows alone, for a feed without a door."""
    feed = Feed(
        boundary=new.boundary, name=new.name, kind=new.kind, key=new_token()[:22], added_at=now(), otherwise=new.otherwise,
        poll_url=new.poll_url if new.kind in POLLED else "", poll_minutes=new.poll_minutes, mapping=new.mapping if new.kind == "generic" else "",
    )  # fmt: skip
    refuse_impossible(feed)
    refuse_short_key(feed, new.signing_key)
    db.add(feed)
    await db.flush()
    db.add(FeedStanding(boundary=feed.boundary, feed_id=feed.id))
    await record(db, FeedAdded(kind=feed.kind), on=feed, by=by)
    await db.flush()
    return feed
