"""Dead ends: what would stand still without anybody noticing. Expected to be empty."""

from litestar import get

from ...people.access import Me
from ...platform.errors import NotFound
from ...platform.web import Db, HtmlResponse, Request, page
from ...product_groups.queries.keeping import dead_end_escalations
from ..presenting import hinted
from ..queries import (
    cases_unattended,
    catches,
    critical_unowned,
    dead_ends,
    other_catches,
    other_dead_ends,
    unattended_places,
)


@get("/dead-ends")
async def show_dead_ends(request: Request, db: Db, person: Me) -> HtmlResponse:
    if not person.may("see_dead_ends"):
        raise NotFound
    places = await unattended_places(db)
    return page(
        request, "desk/dead_ends.html", topics=["case", "person"], dead_ends=await dead_ends(db), places=places, stuck=await dead_end_escalations(db),
        unattended=[hinted(case) for case in await cases_unattended(db, places)],
        caught=await catches(db), others=await other_dead_ends(db), caught_elsewhere=await other_catches(db),
        critical=[hinted(case) for case in await critical_unowned(db)],
    )  # fmt: skip


HANDLERS = [show_dead_ends]
