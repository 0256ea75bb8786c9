"""Feeds, their keys and how they stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlmodel import col
from sqlmodel import select as rows

from ....people.models import Person
from ....platform.db import Session
from ....platform.errors import NotFound, id_of
from ..models import Delivery, Feed, FeedKey, FeedStanding, Reading, VendorIncident
from ..models.words import KINDS

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class FeedLine:
    id: int
    name: str
    kind: str
    boundary: str
    enabled: bool
    seen_at: datetime | None
    deliveries: int
    refusals: int
    problem: str
    shelved: bool
    lately: int
    """Deliveries of the last 24 hours."""

    @property
    def ref(self) -> str:
        return f"F-{self.id}"

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]


async def feed_lines(db: Session, at: datetime) -> list[FeedLine]:
    unread = (col(Reading.outcome) == "shelved", col(Reading.events) == 0)
    on_shelf = exists().where(col(Reading.feed_id) == Feed.id, *unread)
    unplaced = exists().where(col(VendorIncident.feed_id) == Feed.id, col(VendorIncident.shelf) != "")
    newer = (col(Delivery.feed_id) == Feed.id, col(Delivery.received_at) > at - _DAY)
    lately = select(func.count()).select_from(Delivery).where(*newer).scalar_subquery()
    query = select(
        col(Feed.id), col(Feed.name), col(Feed.kind), col(Feed.boundary), col(Feed.enabled), col(FeedStanding.seen_at),
        col(FeedStanding.deliveries), col(FeedStanding.refusals), col(FeedStanding.problem), (on_shelf | unplaced).label("shelved"), lately,
    ).join(FeedStanding, col(FeedStanding.feed_id) == Feed.id)  # fmt: skip
    found = await db.execute(query.order_by(col(Feed.enabled).desc(), func.lower(col(Feed.name)), col(Feed.id)))
    return [FeedLine(*row) for row in found]


async def feed_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Feed:
    """The one door to a feed."""
    found = await feed_with_id(db, id_of(ref, "F"), lock=lock)
    if found is None:
        raise NotFound(f"There is no feed {ref}, or it is not yours to see.")
    return found


async def feed_with_id(db: Session, feed_id: int, *, lock: bool = False) -> Feed | None:
    query = rows(Feed).where(Feed.id == feed_id)
    return (await db.exec(query.with_for_update() if lock else query)).one_or_none()


async def feed_with_key(db: Session, boundary: str, key: str) -> Feed | None:
    return (await db.exec(rows(Feed).where(Feed.boundary == boundary, Feed.key == key))).one_or_none()


async def feed_named(db: Session, boundary: str, name: str) -> Feed | None:
    return (await db.exec(rows(Feed).where(Feed.boundary == boundary, Feed.name == name))).one_or_none()


async def keys_of(db: Session, feed: Feed, at: datetime) -> list[FeedKey]:
    """Those that count at that moment, the newest first."""
    counts = col(FeedKey.ends_at).is_(None) | (col(FeedKey.ends_at) > at)
    query = rows(FeedKey).where(FeedKey.feed_id == feed.id, counts)
    return list((await db.exec(query.order_by(col(FeedKey.id).desc()))).all())


async def standing_of(db: Session, feed: Feed, *, lock: bool = False) -> FeedStanding:
    query = rows(FeedStanding).where(FeedStanding.feed_id == feed.id)
    return (await db.exec(query.with_for_update() if lock else query)).one()


async def feeds_to_poll(db: Session, at: datetime) -> list[int]:
    query = select(col(Feed.id)).join(FeedStanding, col(FeedStanding.feed_id) == Feed.id)
    return list((await db.execute(query.where(_polls_by(at)))).scalars())


def where_feeds_poll(at: datetime) -> list[Select[Any]]:
    of_standing = select(col(Feed.boundary)).join(FeedStanding, col(FeedStanding.feed_id) == Feed.id)
    return [of_standing.where(_polls_by(at))]


def _polls_by(at: datetime) -> ColumnElement[bool]:
    waited = col(FeedStanding.polled_at) + func.make_interval(0, 0, 0, 0, 0, col(Feed.poll_minutes)) <= at
    return and_(col(Feed.enabled), col(Feed.poll_url) != "", col(FeedStanding.polled_at).is_(None) | waited)
