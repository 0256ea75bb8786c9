"""Search over everything in sight."""

from litestar import get

from ...people.access import Me
from ...platform.search import search
from ...platform.web import Db, HtmlResponse, Request, page
from ...platform.web.pages import went
from ..presenting import found_by_kind
from ..refs import KINDS, page_of

MOST = 60


@get("/search")
async def show_search(request: Request, db: Db, person: Me) -> HtmlResponse:
    """A reference goes straight to what it names."""
    text, only = request.query_params.get("q", "").strip()[:400], request.query_params.get("kind", "")
    if there := page_of(text):
        return went(request, there)
    kinds = [only] if only in KINDS else list(KINDS)
    found = found_by_kind(await search(db, text, kinds=kinds, limit=MOST))
    return page(request, "desk/search.html", text=text, found=found, count=sum(len(kind.found) for kind in found), only=only, most=MOST)


HANDLERS = [show_search]
