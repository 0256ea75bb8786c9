"""The board: all open cases of covered customers and the incidents that hit them, the worst first."""

from litestar import get

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Request, page
from ..models import OUTCOMES
from ..presenting import board
from ..queries.listed import open_engagements, stood_down_engagements

TOPICS = ["case", "escalation", "rapid_response", "customer", "incident"]


@get("/rapid-response")
async def show_board(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, "rapid_response/index.html", topics=TOPICS, board=await board(db), outcomes=OUTCOMES)


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
