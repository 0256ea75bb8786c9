"""The JSON API of lists and views: the same queries and verbs."""

from litestar import get, post
from litestar.params import FromQuery, JSONBody

from ....people.access import Me
from ....platform.errors import expect_version
from ....platform.web import Db, Ref
from ...asking import asking
from ..actions import change_view, delete_view, pin_view, restore_view, save_view, unpin_view
from ..queries import list_page, matching
from ..queries.counts import counts_of
from ..queries.pages import MOST
from ..queries.views import view_for, views_of
from ..shape import Shape
from ..shapes import CaseListOut, ViewChangeIn, ViewIn, ViewOut


@get("/api/lists/cases")
async def read_list(
    db: Db, person: Me, q: FromQuery[str] = "", group: FromQuery[str] = "", order: FromQuery[str] = "",
    after: FromQuery[str] = "", limit: FromQuery[int] = 60,
) -> CaseListOut:  # fmt: skip
    """`q` has the filters of the search; without `is:closed` they are asked of open cases."""
    shape = Shape.of({"q": q, "group": group, "order": order}, [])
    asked = asking(shape.q)
    found = await matching(db, asked, person)
    listed = await list_page(db, found, shape, after=after, limit=min(max(limit, 1), MOST))
    return CaseListOut.of(listed, asked.complaints)


@get("/api/views")
async def list_views(db: Db, person: Me) -> list[ViewOut]:
    views = await views_of(db, person)
    counts = await counts_of(db, views, person)
    return [ViewOut.of(view, counts.get(view.id)) for view in views]


@post("/api/views")
async def api_save_view(db: Db, person: Me, data: JSONBody[ViewIn]) -> ViewOut:
    return ViewOut.of(await save_view(db, data.view, by=person))


@post("/api/views/{ref:str}/revision", status_code=200)
async def api_change_view(db: Db, person: Me, ref: Ref, data: JSONBody[ViewChangeIn]) -> ViewOut:
    view = await view_for(db, person, ref, lock=True)
    expect_version(view, data.version)
    return ViewOut.of(await change_view(db, view, data.view, by=person))


@post("/api/views/{ref:str}/deletion", status_code=200)
async def api_delete_view(db: Db, person: Me, ref: Ref) -> ViewOut:
    view = await view_for(db, person, ref, lock=True)
    await delete_view(db, view, by=person)
    return ViewOut.of(view)


@post("/api/views/{ref:str}/restoration", status_code=200)
async def api_restore_view(db: Db, person: Me, ref: Ref) -> ViewOut:
    view = await view_for(db, person, ref, lock=True)
    await restore_view(db, view, by=person)
    return ViewOut.of(view)


@post("/api/views/{ref:str}/pin", status_code=200)
async def api_pin_view(db: Db, person: Me, ref: Ref) -> ViewOut:
    view = await view_for(db, person, ref)
    await pin_view(db, view, by=person)
    return ViewOut.of(view)


@post("/api/views/{ref:str}/unpinning", status_code=200)
async def api_unpin_view(db: Db, person: Me, ref: Ref) -> ViewOut:
    view = await view_for(db, person, ref)
    await unpin_view(db, view, by=person)
    return ViewOut.of(view)


HANDLERS = [
    read_list, list_views, api_save_view, api_change_view, api_delete_view, api_restore_view, api_pin_view, api_unpin_view,
]  # fmt: skip
