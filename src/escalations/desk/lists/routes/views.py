"""Views: all in sight with their counts, those of one's rail, and keeping a list as one."""

from typing import Any

from litestar import get, post

from ....people.access import Me
from ....people.models import Person
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.web import Db, Form, HtmlResponse, Request, conflict, invalid, page, read_form
from ....platform.web.pages import went
from ...queries.queues import queue_name
from ..actions import pin_view, save_view
from ..actions.saving import may_change
from ..columns import COLUMNS, columns_chosen
from ..forms import ViewForm
from ..models import SavedView
from ..orders import ORDERS
from ..presenting import column_choices, grouping_choices, view_url
from ..queries.counts import counted_words, counts_of
from ..queries.views import deleted_views, pinned_views, teams_of, views_of
from ..shape import Shape

FORM = "desk/lists/view/new.html"


@get("/views")
async def index_views(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, "desk/lists/views.html", topics=["view", "case"], **await all_views(db, person))


async def all_views(db: Session, person: Person) -> dict[str, Any]:
    views = await views_of(db, person)
    return {
        "views": views, "counts": _words(await counts_of(db, views, person)), "pinned": {view.id for view in await pinned_views(db, person)},
        "deleted": await deleted_views(db, person), "may_change": may_change, "team_name": queue_name, "view_url": view_url, "ordering": ORDERS,
    }  # fmt: skip


@get("/views/pinned")
async def show_pinned(request: Request, db: Db, person: Me) -> HtmlResponse:
    """What stands in the rail of every page."""
    views = await pinned_views(db, person)
    counts = _words(await counts_of(db, views, person))
    return page(request, "desk/lists/_pinned.html", pinned_views=views, counts=counts, view_url=view_url)


def _words(counts: dict[int, int]) -> dict[int, str]:
    return {view_id: counted_words(count) for view_id, count in counts.items()}


@get("/views/new")
async def new_view(request: Request, db: Db, person: Me) -> HtmlResponse:
    """With the list as it stands in the address."""
    allow(person, "keep_views")
    words = request.query_params
    return page(request, FORM, **await offered(db, person, Shape.of(words, words.getall("columns", []))))


@post("/views")
async def create_view(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, ViewForm)
    if form.errors:
        return invalid(request, FORM, form, **await offered(db, person, typed_shape(form)))
    try:
        view = await save_view(db, form.value.view, by=person)
    except Refused as refused:
        return conflict(request, FORM, form.refuse("name", str(refused)), **await offered(db, person, form.value.shape))
    if "pin" in form.typed:
        await pin_view(db, view, by=person)
    return went(request, view_url(view))


async def offered(db: Session, person: Person, shape: Shape, view: SavedView | None = None) -> dict[str, Any]:
    teams = await teams_of(db, person)
    if view is not None and view.team and view.team not in teams:
        teams = [*teams, view.team]
    return {
        "shape": shape, "view": view, "columns": column_choices(shape), "column_words": COLUMNS, "groupings": grouping_choices(), "orders": [(key, order.words) for key, order in ORDERS.items()],
        "teams": [("", "Only me"), *((key, f"The {queue_name(key)} team") for key in teams)],
    }  # fmt: skip


def typed_shape(form: Form[ViewForm]) -> Shape:
    return Shape.of({name: str(value) for name, value in form.typed.items()}, list(columns_chosen(form.typed)))


HANDLERS = [index_views, show_pinned, new_view, create_view]
