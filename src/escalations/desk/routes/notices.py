"""What concerns me: what I was told, by what it is about, and how much of it is news."""

import json
from typing import Any
from urllib.parse import urlencode

from litestar import get, post

from ...people.access import Me
from ...people.actions import Sight, see_notices, unsee_notices
from ...people.forms import SeenForm, UnseenForm
from ...people.models import Person
from ...people.queries import NoticeGroup, notice_group, notice_groups, unread_groups
from ...people.queries.notices import COUNTED, PAGE
from ...platform.db import Session
from ...platform.web import Db, HtmlResponse, Request, changed, page, read_form
from ...platform.web.pages import language_of
from ...platform.web.tabs import Tab
from ..cursors import before_id
from ..presenting.notices import notice_lines
from ..queries.notices import named_threads


@get("/notices")
async def index_notices(request: Request, db: Db, person: Me) -> HtmlResponse:
    view, before = request.query_params.get("view", ""), before_id(request.query_params.get("before"))
    shown = await _shown(request, db, person, view, before)
    return page(
        request, "desk/notices.html", topics=[f"notices/{person.id}"], hears="notices", is_first=before is None, **shown
    )


@get("/notices/bell")
async def show_bell(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, "desk/notices/_bell.html", unread=_counted(await unread_groups(db, person)))


@post("/notices/sight")
async def create_sight(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, SeenForm)
    view = str(form.typed.get("view", ""))
    if form.errors:
        return await _all_of(request, db, person, view)
    sight = await see_notices(db, person, up_to=form.value.up_to, thread=form.value.thread)
    return await _looked_at(request, db, person, view, form.value.thread, sight)


@post("/notices/sight/withdrawal")
async def create_sight_withdrawal(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, UnseenForm)
    view = str(form.typed.get("view", ""))
    if form.errors:
        return await _all_of(request, db, person, view)
    unseen = form.value
    await unsee_notices(db, person, first=unseen.first, last=unseen.last, at=unseen.at, thread=unseen.thread)
    return await _looked_at(request, db, person, view, unseen.thread)


async def _looked_at(
    request: Request, db: Session, person: Person, view: str, thread: str, sight: Sight | None = None
) -> HtmlResponse:
    """Of one thread the row stays where it is, with the focus, until the list is looked at again."""
    group = await notice_group(db, person, thread) if thread else None
    if group is None:
        return await _all_of(request, db, person, view, sight)
    counted = await _tabbed(db, person, view)
    [line] = notice_lines([group], await named_threads(db, [thread]), language_of(request))
    return changed(request, "desk/notices/sight/one.html", page=_url(view), line=line, **counted)


async def _all_of(request: Request, db: Session, person: Person, view: str, sight: Sight | None = None) -> HtmlResponse:
    told = _told(sight) if sight and sight.count else None
    shown = await _shown(request, db, person, view)
    answer = changed(
        request,
        "desk/notices/sight/all.html",
        page=_url(view),
        toast=told["text"] if told else None,
        is_first=True,
        **shown,
    )
    if told and answer.status_code == 200:
        answer.headers["HX-Trigger"] = json.dumps({"toast": told})
    return answer


def _told(sight: Sight) -> dict[str, Any]:
    text = f"{sight.count} notices are read." if sight.count > 1 else "1 notice is read."
    fields = {"first": sight.first, "last": sight.last, "at": sight.at.isoformat()}
    return {"text": text, "undo": {"url": "/notices/sight/withdrawal", "fields": fields}}


async def _shown(request: Request, db: Session, person: Person, view: str, before: int | None = None) -> dict[str, Any]:
    groups = await notice_groups(db, person, unread=view != "all", before=before)
    abouts = await named_threads(db, (group.thread for group in groups))
    older = _url(view, before=groups[-1].newest.id) if len(groups) == PAGE else ""
    lines = [*notice_lines(groups, abouts, language_of(request))]
    return {"lines": lines, "older": older, "up_to": _newest(groups), **await _tabbed(db, person, view)}


async def _tabbed(db: Session, person: Person, view: str) -> dict[str, Any]:
    unread = _counted(await unread_groups(db, person))
    tabs = [Tab("Unread", "/notices", view != "all", unread or None), Tab("All", _url("all"), view == "all")]
    return {"tabs": tabs, "unread": unread, "view": "all" if view == "all" else ""}


def _newest(groups: list[NoticeGroup]) -> int:
    return groups[0].newest.id if groups else 0


def _counted(unread: int) -> str:
    """Nothing where there is none."""
    return f"{COUNTED}+" if unread > COUNTED else str(unread or "")


def _url(view: str, **words: int) -> str:
    asked = {**({"view": "all"} if view == "all" else {}), **words}
    return f"/notices?{urlencode(asked)}" if asked else "/notices"


HANDLERS = [index_notices, show_bell, create_sight, create_sight_withdrawal]
