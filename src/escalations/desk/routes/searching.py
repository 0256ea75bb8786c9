"""Search over everything in sight."""

from litestar import get

from ...cases.queries import cases_with_ids
from ...people.access import Me
from ...platform.search import engine_fault, search
from ...platform.web import Db, HtmlResponse, Request, page
from ...platform.web.pages import is_htmx, went
from ..presenting import found_by_kind
from ..refs import KINDS, page_of

MOST = 60


@get("/search")
async def show_search(request: Request, db: Db, person: Me) -> HtmlResponse:
    """A reference goes straight to what it names, but not under the hands of somebody who still types it."""
    text, only = request.query_params.get("q", "").strip()[:400], request.query_params.get("kind", "")
    there = page_of(text)
    if there and not is_htmx(request):
        return went(request, there)
    hits = await search(db, text, kinds=[only] if only in KINDS else list(KINDS), limit=MOST)
    ids = [hit.object_id for hit in hits if hit.kind == "case"]
    found = found_by_kind(hits, await cases_with_ids(db, ids) if ids else [])
    return page(
        request, "desk/search.html", text=text, there=there, found=found, count=len(hits), only=only if only in KINDS else "", most=MOST,
        fault=engine_fault(), articles=sum(hit.kind == "known_issue" for hit in hits),
    )  # fmt: skip


HANDLERS = [show_search]
