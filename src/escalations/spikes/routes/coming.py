"""What came in the last day against what is usual: the picture, and the same for programs."""

from datetime import timedelta

from litestar import get
from litestar.params import FromQuery
from pydantic import BaseModel

from ...catalog.loading import catalogue
from ...incidents.reach import family_name
from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries
from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, page
from ..coming import HOURS, Coming, comings
from ..models import in_words
from ..queries import alarms_seen_since, arrivals, past_of
from ..sensitivity import sensitivity

EVERYWHERE, _HOUR = "everywhere", timedelta(hours=1)


class ComingOut(BaseModel):
    """`hours` are customers, how many are usual and the most that still is, the oldest hour first."""

    family: str
    came: int
    usual: float | None
    spikes: list[str]
    hours: list[tuple[int, float, float]]

    @classmethod
    def of(cls, one: Coming) -> "ComingOut":
        hours = [(bar.customers, round(bar.usual, 2), round(bar.most, 2)) for bar in one.drawing.bars]
        return cls(
            family=one.family,
            came=one.came,
            usual=one.usual,
            spikes=[mark.alarm.ref for mark in one.marks],
            hours=hours,
        )


@get("/spikes/arrivals")
async def show_arrivals(request: Request, db: Db, person: Me) -> HtmlResponse:
    mine = await _boundaries(db, person)
    boundary = _one_of(mine, request.query_params.get("boundary", ""))
    known = catalogue().boundaries
    return page(
        request, "spikes/arrivals.html", topics=["spike_alarm", "case"], comings=await _comings(db, boundary), boundary=boundary, hours=HOURS, least=sensitivity().customers,
        boundaries=[(key, known[key].name if key in known else key) for key in mine], family_name=family_name, usual=in_words,
    )  # fmt: skip


@get("/api/spikes/arrivals")
async def read_arrivals(db: Db, person: Me, boundary: FromQuery[str] = "") -> list[ComingOut]:
    chosen = _one_of(await _boundaries(db, person), boundary)
    return [ComingOut.of(one) for one in await _comings(db, chosen)]


async def _comings(db: Session, boundary: str) -> list[Coming]:
    at, rules = now(), sensitivity()
    begun = at - HOURS * _HOUR
    arrived = await arrivals(db, begun, at)
    past, alarms = await past_of(db, boundary, at, rules), await alarms_seen_since(db, boundary, begun)
    return comings(boundary, list(catalogue().families), arrived, past, alarms, at, rules)


async def _boundaries(db: Session, person: Person) -> list[str]:
    """In the order of the catalogue."""
    mine = await open_boundaries(db, person)
    return [key for key in catalogue().boundaries if key in mine and key != EVERYWHERE]


def _one_of(mine: list[str], asked: str) -> str:
    if not mine or (asked and asked not in mine):
        raise NotFound("There is no such cloud, or it is not yours to see.")
    return asked or mine[0]


HANDLERS = [show_arrivals, read_arrivals]
