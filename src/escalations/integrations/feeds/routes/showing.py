"""The page of one feed: how it is read, what came, and who may deliver."""

from typing import Any

from litestar import get

from ....people.access import Me
from ....people.models import Person
from ....people.roles import allow
from ....platform.db import Session
from ....platform.settings import settings
from ....platform.time import now
from ....platform.web import Db, HtmlResponse, Ref, Request, page
from ..models import Feed
from ..presenting import address_of, family_choices, words_as_text
from ..queries import deliveries_of, feed_for, keys_of, standing_of
from ..queries.deliveries import PAGE


@get("/feeds/{ref:str}")
async def show_feed(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    feed = await feed_to_manage(db, person, ref)
    before = request.query_params.get("before", "")
    return page(
        request, "feeds/show.html", **await about(db, feed, before=int(before[:18]) if before.isdecimal() else None)
    )


async def feed_to_manage(db: Session, person: Person, ref: str, *, lock: bool = False) -> Feed:
    """What one may not see is not there; what one may see and not manage is refused."""
    feed = await feed_for(db, person, ref, lock=lock)
    allow(person, "administer")
    return feed


async def about(
    db: Session, feed: Feed, *, before: int | None = None, form_of: str = "", **more: Any
) -> dict[str, Any]:
    """`form_of` names the one of the page's forms that has errors."""
    await db.flush()
    deliveries = await deliveries_of(db, feed, before=before)
    older = f"/feeds/{feed.ref}?before={deliveries[-1].id}" if len(deliveries) == PAGE else ""
    return {
        "feed": feed, "topics": [feed.subject], "standing": await standing_of(db, feed), "keys": await keys_of(db, feed, now()),
        "address": address_of(feed), "deliveries": deliveries, "older": older, "words": words_as_text(feed.words),
        "families": family_choices(), "form_of": form_of, "tried": None, "kept_days": settings().feed_days,
    } | more  # fmt: skip


HANDLERS = [show_feed]
