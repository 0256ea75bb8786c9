"""Deliveries: seen as they came, read again, and tried before anything is saved."""

from litestar import get, post
from litestar.params import FromPath

from ....people.access import Me
from ....platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, page, read_form
from ..actions import replay_delivery, replay_shelf, set_aside
from ..forms import Trial
from ..presenting import tried
from ..queries import delivery_for, reading_of
from .showing import about, feed_to_manage

SHOWN = 200_000


@get("/feeds/{ref:str}/deliveries/{delivery_id:int}")
async def show_delivery(request: Request, db: Db, person: Me, ref: Ref, delivery_id: FromPath[int]) -> HtmlResponse:
    feed = await feed_to_manage(db, person, ref)
    delivery = await delivery_for(db, feed, delivery_id)
    body = delivery.body[:SHOWN].decode("utf-8", "replace")
    reading = await reading_of(db, delivery)
    more = max(0, len(delivery.body) - SHOWN)
    return page(request, "feeds/delivery.html", feed=feed, delivery=delivery, reading=reading, body=body, more=more)


@post("/feeds/{ref:str}/deliveries/{delivery_id:int}/replays")
async def create_delivery_replay(
    request: Request, db: Db, person: Me, ref: Ref, delivery_id: FromPath[int]
) -> HtmlResponse:
    feed = await feed_to_manage(db, person, ref)
    delivery = await delivery_for(db, feed, delivery_id)
    reading = await replay_delivery(db, feed, delivery, by=person)
    there = f"/feeds/{ref}/deliveries/{delivery_id}"
    return changed(
        request, "feeds/replayed.html", page=there, toast="Read again.", feed=feed, delivery=delivery, reading=reading
    )


@post("/feeds/{ref:str}/deliveries/{delivery_id:int}/setting-aside")
async def create_setting_aside(
    request: Request, db: Db, person: Me, ref: Ref, delivery_id: FromPath[int]
) -> HtmlResponse:
    feed = await feed_to_manage(db, person, ref)
    delivery = await delivery_for(db, feed, delivery_id)
    reading = await set_aside(db, feed, delivery, by=person)
    there = f"/feeds/{ref}/deliveries/{delivery_id}"
    return changed(
        request, "feeds/replayed.html", page=there, toast="Set aside.", feed=feed, delivery=delivery, reading=reading
    )


@post("/feeds/{ref:str}/replays")
async def create_shelf_replay(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    feed = await feed_to_manage(db, person, ref)
    count = await replay_shelf(db, feed, by=person)
    toast = f"{count} are read again." if count != 1 else "One is read again."
    return changed(request, "feeds/changed.html", page=f"/feeds/{ref}", toast=toast, **await about(db, feed))


@post("/feeds/{ref:str}/trials")
async def create_trial(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """Says what would come of a message. Nothing is kept of it."""
    feed = await feed_to_manage(db, person, ref)
    form = await read_form(request, Trial)
    if form.errors:
        return invalid(request, "feeds/show.html", form, **await about(db, feed, form_of="trial"))
    outcome = tried(feed, form.value.payload, form.value.mapping)
    return page(request, "feeds/show.html", form=form, **await about(db, feed, form_of="trial", tried=outcome))


HANDLERS = [show_delivery, create_delivery_replay, create_setting_aside, create_shelf_replay, create_trial]
