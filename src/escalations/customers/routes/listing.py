"""The customers, in pages."""

from litestar import get

from ...people.access import Me
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, page
from ..queries import customers_in_sight

PAGE = 50


@get("/customers")
async def index_customers(request: Request, db: Db, person: Me) -> HtmlResponse:
    text, after = request.query_params.get("q", ""), request.query_params.get("after", "")
    covered = request.query_params.get("covered") == "1"
    found = await customers_in_sight(
        db, text, PAGE + 1, after=int(after) if after.isdecimal() else None, covered_at=now() if covered else None
    )
    return page(
        request, "customers/index.html", topics=["customer"], customers=found[:PAGE], text=text, covered=covered,
        next_after=found[PAGE - 1].id if len(found) > PAGE else None,
    )  # fmt: skip


HANDLERS = [index_customers]
