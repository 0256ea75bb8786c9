"""A view kept anew, deleted and brought back, put into the rail and taken out."""

import json

from litestar import get, post

from ....people.access import Me
from ....people.models import Person
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.web import Db, Form, HtmlResponse, Ref, Request, changed, conflict, invalid, page, read_form
from ....platform.web.pages import went
from ..actions import change_view, delete_view, pin_view, restore_view, unpin_view
from ..actions.saving import refuse_stranger
from ..forms import ViewForm
from ..models import SavedView
from ..presenting import shape_of, view_url
from ..queries.views import view_for
from .views import all_views, offered, typed_shape

FORM = "desk/lists/view/edit.html"


@get("/views/{ref:str}/edit")
async def edit_view(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """With the words of the address, where it has any, in place of those that were kept."""
    view = await view_for(db, person, ref)
    allow(person, "keep_views")
    refuse_stranger(view, person)
    words = request.query_params
    kept = shape_of(view)
    asked = kept.of(words, words.getall("columns", [])) if "q" in words else kept
    return page(request, FORM, **await offered(db, person, asked, view))


@post("/views/{ref:str}/revision")
async def create_revision(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    view = await view_for(db, person, ref, lock=True)
    form = await read_form(request, ViewForm)
    if form.errors:
        return invalid(request, FORM, form, **await offered(db, person, typed_shape(form), view))
    if form.value.version != view.version:
        return await _both_sides(request, db, person, view, form)
    try:
        await change_view(db, view, form.value.view, by=person)
    except Refused as refused:
        return conflict(
            request, FORM, form.refuse("name", str(refused)), **await offered(db, person, form.value.shape, view)
        )
    return went(request, view_url(view))


async def _both_sides(
    request: Request, db: Session, person: Person, view: SavedView, form: Form[ViewForm]
) -> HtmlResponse:
    """Saving once more keeps what was typed."""
    form.typed["version"] = str(view.version)
    context = await offered(db, person, form.value.shape, view)
    return conflict(request, FORM, form, theirs=view, **context)


@post("/views/{ref:str}/deletion")
async def create_deletion(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    view = await view_for(db, person, ref, lock=True)
    await delete_view(db, view, by=person)
    undo = {"text": f"Deleted “{view.name}”.", "undo": {"url": f"/views/{view.ref}/restoration"}}
    answer = await _told(request, db, person)
    if answer.status_code == 200:
        answer.headers["HX-Trigger"] = json.dumps({"toast": undo})
    return answer


@post("/views/{ref:str}/restoration")
async def create_restoration(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    view = await view_for(db, person, ref, lock=True)
    await restore_view(db, view, by=person)
    return await _told(request, db, person, f"“{view.name}” is back.")


@post("/views/{ref:str}/pin")
async def create_pin(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    view = await view_for(db, person, ref)
    await pin_view(db, view, by=person)
    return await _told(request, db, person, f"“{view.name}” stands in your rail.")


@post("/views/{ref:str}/unpinning")
async def create_unpinning(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    view = await view_for(db, person, ref)
    await unpin_view(db, view, by=person)
    return await _told(request, db, person, f"“{view.name}” no longer stands in your rail.")


async def _told(request: Request, db: Session, person: Person, toast: str = "") -> HtmlResponse:
    return changed(request, "desk/lists/view/changed.html", page="/views", toast=toast, **await all_views(db, person))


HANDLERS = [
    edit_view, create_revision, create_deletion, create_restoration, create_pin, create_unpinning,
]  # fmt: skip
