"""The coverage of the next weeks."""

from zoneinfo import ZoneInfo

from litestar import get

from ...people.access import Me
from ...people.queries import open_boundaries
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, page
from ..covering import need_lines
from ..queries import coverage, rotations
from ..requirements import requirements_fault


@get("/on-call/coverage")
async def show_coverage(request: Request, db: Db, person: Me) -> HtmlResponse:
    found = await coverage(db, await open_boundaries(db, person), now())
    lines = need_lines(found, await rotations(db), ZoneInfo(person.time_zone))
    topics = ["rotation", "absence", "person"]
    return page(request, "coverage/coverage.html", topics=topics, lines=lines, fault=requirements_fault())


HANDLERS = [show_coverage]
