"""All feeds and how they do, and what waits on the shelf."""

from litestar import get

from ....people.access import Me
from ....people.roles import allow
from ....platform.time import now
from ....platform.web import Db, HtmlResponse, Request, page
from ..queries import feed_lines, shelved_deliveries, shelved_incidents


@get("/feeds")
async def index_feeds(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "administer")
    return page(request, "feeds/index.html", feeds=await feed_lines(db, now()))


@get("/feeds/shelf")
async def show_shelf(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "administer")
    unplaced, unread = await shelved_incidents(db), await shelved_deliveries(db)
    return page(request, "feeds/shelf.html", unplaced=unplaced, unread=unread)


HANDLERS = [index_feeds, show_shelf]
