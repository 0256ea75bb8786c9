"""The JSON API of many cases at once: the same verbs, at most one step of them in a request."""

from litestar import get, post
from litestar.params import JSONBody

from ....people.access import Me
from ....platform.errors import Refused
from ....platform.web import Db, Ref
from ..actions import STEP, begin_bulk, do_step, preview_bulk, undo_bulk
from ..queries import bulk_for, cases_of_bulk
from ..shapes import BulkIn, BulkOut, TriedOut, asked_of
from .previewing import action_named


@post("/api/bulk/previews", status_code=200)
async def api_preview_bulk(db: Db, person: Me, data: JSONBody[BulkIn]) -> list[TriedOut]:
    """Changes nothing."""
    action = action_named(data.action)
    asked = asked_of(action, data.asked)
    return [TriedOut.of(tried) for tried in await preview_bulk(db, data.chosen, action, asked, by=person)]


@post("/api/bulk")
async def api_do_bulk(db: Db, person: Me, data: JSONBody[BulkIn]) -> BulkOut:
    action = action_named(data.action)
    asked = asked_of(action, data.asked)
    if len(data.chosen) > STEP:
        raise Refused(f"At most {STEP} cases in one request. Send the rest in the next one.")
    bulk = await begin_bulk(db, len(data.chosen), action, by=person)
    await do_step(db, bulk, data.chosen, asked, by=person)
    return BulkOut.of(bulk, await cases_of_bulk(db, bulk))


@get("/api/bulk/{ref:str}")
async def api_read_bulk(db: Db, person: Me, ref: Ref) -> BulkOut:
    bulk = await bulk_for(db, person, ref)
    return BulkOut.of(bulk, await cases_of_bulk(db, bulk))


@post("/api/bulk/{ref:str}/undoing", status_code=200)
async def api_undo_bulk(db: Db, person: Me, ref: Ref) -> BulkOut:
    bulk = await bulk_for(db, person, ref, lock=True)
    await undo_bulk(db, bulk, by=person)
    return BulkOut.of(bulk, await cases_of_bulk(db, bulk))


HANDLERS = [api_preview_bulk, api_do_bulk, api_read_bulk, api_undo_bulk]
