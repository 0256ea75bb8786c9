"""Feeds for programs: how they do, what came, reading again; and what vendors say of an incident."""

from datetime import datetime

from litestar import get, post
from litestar.params import FromPath, FromQuery
from pydantic import BaseModel, ConfigDict

from ....incidents.queries import incident_for
from ....people.access import Me
from ....people.roles import allow
from ....platform.time import now
from ....platform.web import Db, Ref
from ..actions import replay_delivery, replay_shelf, set_aside
from ..queries import deliveries_of, delivery_for, feed_lines, sources_of
from .showing import feed_to_manage


class Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FeedRead(Read):
    ref: str
    name: str
    kind: str
    boundary: str
    enabled: bool
    seen_at: datetime | None
    deliveries: int
    lately: int
    refusals: int
    shelved: bool
    problem: str


class DeliveryRead(Read):
    id: int
    received_at: datetime
    size: int
    outcome: str | None
    said: str | None
    events: int | None
    applied: int | None
    shelved: int | None
    forgotten_at: datetime | None


class ReadingRead(Read):
    delivery_id: int
    read_at: datetime
    outcome: str
    said: str
    events: int
    applied: int
    shelved: int


class Replayed(BaseModel):
    deliveries: int


class WordsRead(Read):
    at: datetime
    stage: str
    text: str
    is_html: bool


class SourceRead(BaseModel):
    feed: str
    vendor_id: str
    title: str
    state: str
    url: str
    services: list[str]
    regions: list[str]
    accounts: list[str]
    started_at: datetime | None
    ended_at: datetime | None
    words: list[WordsRead]


@get("/api/feeds")
async def list_feeds(db: Db, person: Me) -> list[FeedRead]:
    allow(person, "administer")
    return [FeedRead.model_validate(line) for line in await feed_lines(db, now())]


@get("/api/feeds/{ref:str}/deliveries")
async def list_deliveries(db: Db, person: Me, ref: Ref, before: FromQuery[int | None] = None) -> list[DeliveryRead]:
    """Newest first; `before` is the id of the last one of the page before."""
    feed = await feed_to_manage(db, person, ref)
    return [DeliveryRead.model_validate(line) for line in await deliveries_of(db, feed, before=before)]


@post("/api/feeds/{ref:str}/deliveries/{delivery_id:int}/replays")
async def post_delivery_replay(db: Db, person: Me, ref: Ref, delivery_id: FromPath[int]) -> ReadingRead:
    feed = await feed_to_manage(db, person, ref)
    reading = await replay_delivery(db, feed, await delivery_for(db, feed, delivery_id), by=person)
    return ReadingRead.model_validate(reading)


@post("/api/feeds/{ref:str}/deliveries/{delivery_id:int}/setting-aside", status_code=200)
async def post_setting_aside(db: Db, person: Me, ref: Ref, delivery_id: FromPath[int]) -> ReadingRead:
    """It leaves the shelf, and can be replayed."""
    feed = await feed_to_manage(db, person, ref)
    return ReadingRead.model_validate(await set_aside(db, feed, await delivery_for(db, feed, delivery_id), by=person))


@post("/api/feeds/{ref:str}/replays")
async def post_shelf_replay(db: Db, person: Me, ref: Ref) -> Replayed:
    return Replayed(deliveries=await replay_shelf(db, await feed_to_manage(db, person, ref), by=person))


@get("/api/incidents/{ref:str}/sources")
async def read_sources(db: Db, person: Me, ref: Ref) -> list[SourceRead]:
    """What each vendor says of it, in its own words and times, the newest first."""
    found = await sources_of(db, await incident_for(db, person, ref))
    return [
        SourceRead(
            feed=source.feed.name, words=[WordsRead.model_validate(text) for text in source.texts],
            **{name: getattr(source.told, name) for name in SourceRead.model_fields if name not in ("feed", "words")},
        )
        for source in found
    ]  # fmt: skip


HANDLERS = [list_feeds, list_deliveries, post_delivery_replay, post_setting_aside, post_shelf_replay, read_sources]
