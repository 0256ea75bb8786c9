"""A list of cases: the page, and what comes further down."""

from dataclasses import dataclass
from typing import Any

from litestar import get

from ....people.access import Me
from ....people.models import Person
from ....platform.db import Session
from ....platform.web import Db, HtmlResponse, Request, page
from ....platform.web.growing import shown_by_now
from ....platform.web.pages import is_htmx
from ...asking import Asking, asking
from ...bulk.verbs import ACTIONS
from ..actions.saving import may_change
from ..models import SavedView
from ..orders import ORDERS
from ..presenting import column_lines, count_line, group_url, grouping_choices, names, shape_of, view_tabs, with_hints
from ..queries import ListPage, Matching, counted, list_page, matching
from ..queries.counts import count_at_hand, counted_words
from ..queries.pages import PAGE
from ..queries.views import view_for, views_of
from ..shape import Shape

_OWN = ("q", "columns", "group", "order")


@dataclass(frozen=True)
class Asked:
    """What an address asks for. Words of its own come before those of the view that it names."""

    shape: Shape
    view: SavedView | None
    asking: Asking
    after: str
    limit: int

    @property
    def is_changed(self) -> bool:
        return self.view is not None and shape_of(self.view) != self.shape

    @property
    def view_ref(self) -> str:
        return self.view.ref if self.view else ""


async def asked_for(request: Request, db: Session, person: Person) -> Asked:
    words = request.query_params
    view = await view_for(db, person, words["view"]) if words.get("view") else None
    own = Shape.of(words, words.getall("columns", []))
    shape = shape_of(view) if view and not any(name in words for name in _OWN) else own
    return Asked(shape, view, asking(shape.q), words.get("after", ""), shown_by_now(request, PAGE))


@get("/cases")
async def show_list(request: Request, db: Db, person: Me) -> HtmlResponse:
    """`after` begins further down; with `more` only what is to be put behind the rows that are there is answered. `shown` is how
    many rows a live page has by now."""
    asked = await asked_for(request, db, person)
    found = await matching(db, asked.asking, person)
    listed = await list_page(db, found, asked.shape, after=asked.after, limit=asked.limit)
    rows = _rows(asked, listed)
    if "more" in request.query_params and is_htmx(request):
        return page(request, "desk/lists/more.html", **rows)
    return page(
        request, "desk/lists/show.html", topics=["case"], **rows, **await _around(db, asked, found, listed, person)
    )


@get("/cases/count")
async def show_count(request: Request, db: Db, person: Me) -> HtmlResponse:
    """For the page of a list, which does not wait for it."""
    found = await matching(db, asking(Shape.of(request.query_params, []).q), person)
    return page(request, "desk/lists/count.html", count=counted_words(await counted(db, found)), closed=found.closed)


def _rows(asked: Asked, listed: ListPage) -> dict[str, Any]:
    view = asked.view_ref
    return {
        "shape": asked.shape, "parts": with_hints(listed, asked.shape), "names": names(), "of_group": group_url,
        "older": asked.shape.url(view=view, after=listed.after) if listed.after else "",
        "more": asked.shape.url(view=view, after=listed.after, more="1") if listed.after else "",
    }  # fmt: skip


async def _around(db: Session, asked: Asked, found: Matching, listed: ListPage, person: Person) -> dict[str, Any]:
    shape, view = asked.shape, asked.view
    line = count_line(shape, listed, await count_at_hand(db, found, listed, begun=bool(asked.after)))
    return {
        "view": view, "is_changed": asked.is_changed, "may_change": view is not None and may_change(view, person), "complaints": asked.asking.complaints,
        "count": line.words, "counting": line, "closed": found.closed, "is_cut": found.is_cut, "tabs": view_tabs(shape, await views_of(db, person), view),
        "column_lines": column_lines(shape, asked.view_ref), "groupings": grouping_choices(), "orders": [(key, order.words) for key, order in ORDERS.items()],
        "actions": list(ACTIONS.values()) if person.may("work_cases") else [], "begins_further_down": bool(asked.after),
    }  # fmt: skip


HANDLERS = [show_list, show_count]
