"""The board: all open cases of covered customers and the incidents that hit them, the worst first."""

from litestar import get

from ...people.access import Me
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, page
from ...platform.web.growing import shown_by_now
from ...platform.web.pages import is_htmx
from ..models import OUTCOMES
from ..places import BoardPlace, place_at
from ..presenting import board
from ..queries.listed import open_engagements, stood_down_engagements
from ..weights import weights_fault

SHOWN = 40
TOPICS = ["case", "escalation", "rapid_response", "customer", "incident"]


@get("/rapid-response")
async def show_board(request: Request, db: Db, person: Me) -> HtmlResponse:
    """`after` begins further down; with `more` only what is to be put behind the rows that are there is answered. `shown` is how
    many rows a live page has by now."""
    after = place_at(request.query_params.get("after", ""))
    at = after.at if after else now()
    found = await board(db, at)
    refs = [one.line.ref for one in found.ranked]
    first = after.among(refs) if after else 0
    last = first + shown_by_now(request, SHOWN)
    further = BoardPlace(last, refs[last - 1], at).word if last < len(refs) else ""
    is_more = "more" in request.query_params and is_htmx(request)
    return page(
        request, "rapid_response/more.html" if is_more else "rapid_response/index.html", topics=[] if is_more else TOPICS, board=found,
        bands=found.within(first, last), further=further, first=first, grows=SHOWN, silent=[] if after else found.silent, outcomes=OUTCOMES, fault=weights_fault(),
    )  # fmt: skip


@get("/rapid-response/wall")
async def show_wall(request: Request, db: Db, person: Me) -> HtmlResponse:
    """For a screen on the wall: what needs somebody, large, and nothing to press."""
    return page(request, "rapid_response/wall.html", topics=TOPICS, board=await board(db))


@get("/rapid-response/engagements")
async def index_engagements(request: Request, db: Db, person: Me) -> HtmlResponse:
    after = request.query_params.get("after", "")
    past, next_after = await stood_down_engagements(db, before=int(after) if after.isdecimal() else None)
    return page(
        request, "rapid_response/engagements/index.html", topics=["rapid_response"], engagements=[] if after else await open_engagements(db),
        past=past, next_after=next_after,
    )  # fmt: skip


HANDLERS = [show_board, show_wall, index_engagements]
