"""What somebody did to many cases at once."""

from litestar import get

from ....cases.queries import cases_with_ids
from ....people.access import Me
from ....platform.web import Db, HtmlResponse, Ref, Request, page
from ..presenting import recorded, summed_up
from ..queries import bulk_for, cases_of_bulk, recent_bulks
from ..verbs import ACTIONS


@get("/bulk")
async def index_bulks(request: Request, db: Db, person: Me) -> HtmlResponse:
    """One's own, the newest first."""
    return page(request, "desk/bulk/index.html", bulks=await recent_bulks(db, person), actions=ACTIONS)


@get("/bulk/{ref:str}")
async def show_bulk(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    bulk = await bulk_for(db, person, ref)
    rows = await cases_of_bulk(db, bulk)
    known = {line.id: line for line in await cases_with_ids(db, [row.case_id for row in rows])}
    outcomes = [row.outcome for row in rows]
    return page(
        request, "desk/bulk/show.html", bulk=bulk, action=ACTIONS[bulk.action], lines=recorded(rows, known), words=summed_up(bulk, outcomes),
        untried=bulk.chosen - len(rows), may_undo=ACTIONS[bulk.action].undoes is not None and bulk.undone_at is None and "done" in outcomes,
    )  # fmt: skip


HANDLERS = [index_bulks, show_bulk]
