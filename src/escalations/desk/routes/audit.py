"""Trails: of one thing for whoever may see it, of everything for auditors."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import get
from litestar.params import FromPath

from ...people.access import Me
from ...platform.errors import NotFound
from ...platform.events import Event, EventRow
from ...platform.web import Db, HtmlResponse, Request, page
from ..cursors import before_id
from ..presenting import spaced, trail_lines
from ..queries import Sought, events_sought, trail_for
from ..queries.trails import PAGE
from ..refs import called, page_of_subject


@get("/audit/{kind:str}/{object_id:str}")
async def show_trail(
    request: Request, db: Db, person: Me, kind: FromPath[str], object_id: FromPath[str]
) -> HtmlResponse:
    subject = f"{kind}/{object_id}"
    rows = await trail_for(db, person, subject, before=before_id(request.query_params.get("before")))
    return page(
        request, "desk/trail.html", topics=[subject], name=called(subject), about_url=page_of_subject(subject),
        lines=trail_lines(rows, ZoneInfo(person.time_zone)), older=f"/audit/{subject}?before={rows[-1].id}" if len(rows) == PAGE else "",
    )  # fmt: skip


@get("/audit")
async def index_audit(request: Request, db: Db, person: Me) -> HtmlResponse:
    if not person.may("read_audit"):
        raise NotFound
    asked = request.query_params
    sought = Sought(*(asked.get(name, "").strip() for name in ("action", "actor", "about")))
    rows = await events_sought(db, sought, before=before_id(asked.get("before")))
    return page(
        request, "desk/audit.html", sought=sought, lines=trail_lines(rows, ZoneInfo(person.time_zone)),
        actions=[(name, spaced(name)) for name in sorted(Event.known)], older=_older(sought, rows),
    )  # fmt: skip


def _older(sought: Sought, rows: list[EventRow]) -> str:
    if len(rows) < PAGE:
        return ""
    words = {"action": sought.action, "actor": sought.actor, "about": sought.about, "before": str(rows[-1].id)}
    return f"/audit?{urlencode({name: value for name, value in words.items() if value})}"


HANDLERS = [show_trail, index_audit]
