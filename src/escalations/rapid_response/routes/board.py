"""The board: all open cases of covered customers, the worst first."""

from litestar import get

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Request, page
from ..presenting import board

TOPICS = ["case", "escalation", "rapid_response", "customer"]


@get("/rapid-response")
async def show_board(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, "rapid_response/index.html", topics=TOPICS, board=await board(db))


HANDLERS = [show_board]
