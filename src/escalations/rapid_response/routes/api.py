"""The JSON API of rapid response: the same queries and verbs."""

from datetime import datetime

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from ...cases.queries import case_for
from ...people.access import Me
from ...platform.errors import NotFound
from ...platform.web import Db, Ref
from ..actions import engage, request_rapid_response, stand_down
from ..forms import RequestRapidResponse, StandDownCase
from ..presenting import Ranked, board
from ..queries import last_engagement
from .api_engagements import EngagementOut


class LineOut(BaseModel):
    ref: str
    title: str
    customer: str
    severity: str
    owner: str | None
    turn: str
    engagement: str
    due_at: datetime | None
    points: int
    why: str
    sum: str
    above: str

    @classmethod
    def of(cls, ranked: Ranked) -> "LineOut":
        """What the row says, then what the ranking says."""
        line = ranked.line
        told = {name: getattr(line, name) for name in ("ref", "title", "customer", "severity", "owner", "turn")}
        ranking = {name: getattr(ranked, name) for name in ("engagement", "points", "why", "sum", "above")}
        return cls(**told, **ranking, due_at=line.clock.due_at if line.clock else None)


class BoardOut(BaseModel):
    """The worst first. `sum` says of which points each line is made, `left_out` how many less urgent cases are not among them."""

    why_first: str
    lines: list[LineOut]
    left_out: int = 0


@get("/api/rapid-response")
async def read_board(db: Db, person: Me) -> BoardOut:
    found = await board(db)
    lines = [LineOut.of(one) for one in found.ranked]
    return BoardOut(why_first=found.why_first, lines=lines, left_out=found.left_out)


@post("/api/cases/{ref:str}/rapid-response")
async def create_request(db: Db, person: Me, ref: Ref, data: JSONBody[RequestRapidResponse]) -> EngagementOut:
    case = await case_for(db, person, ref)
    return await EngagementOut.of(db, await request_rapid_response(db, case, data.reason, by=person))


@post("/api/cases/{ref:str}/rapid-response/engagement")
async def create_engagement(db: Db, person: Me, ref: Ref) -> EngagementOut:
    case = await case_for(db, person, ref)
    return await EngagementOut.of(db, await engage(db, case, by=person))


@post("/api/cases/{ref:str}/rapid-response/stand-down")
async def create_stand_down(db: Db, person: Me, ref: Ref, data: JSONBody[StandDownCase]) -> EngagementOut:
    case = await case_for(db, person, ref)
    await stand_down(db, case, data.note, data.learned, by=person)
    engagement = await last_engagement(db, case)
    if engagement is None:
        raise NotFound(f"Rapid response was never asked about {case.ref}.")
    return await EngagementOut.of(db, engagement)


HANDLERS = [read_board, create_request, create_engagement, create_stand_down]
