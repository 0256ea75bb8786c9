"""Search over everything in sight: as a page, and as results under the hands of somebody who types."""

from litestar import get

from ...people.access import Me
from ...platform.search import engine_fault, lacks_facts
from ...platform.web import Db, HtmlResponse, Request, page
from ...platform.web.pages import is_htmx, went
from ..asking import asking
from ..presenting import found_by_kind
from ..queries.asked import MOST, answer_at_once, answer_to
from ..refs import page_of

LONGEST, MOST_OF_KIND = 400, 5


@get("/search")
async def show_search(request: Request, db: Db, person: Me) -> HtmlResponse:
    """A reference goes straight to what it names, but not under the hands of somebody who still types it."""
    text = request.query_params.get("q", "").strip()[:LONGEST]
    there = page_of(text)
    if there and not is_htmx(request):
        return went(request, there)
    asked = asking(text)
    answer = await answer_to(db, asked, person)
    found = found_by_kind(answer.hits, answer.cases)
    return page(
        request, "desk/search.html", text=text, there=there, found=found, asked=asked, count=sum(len(kind.found) for kind in found), most=MOST,
        fault=engine_fault(), looked_at=answer.looked_at, filling=asked.is_narrowed and await lacks_facts(db, asked.sought), articles=sum(hit.kind == "known_issue" for hit in answer.hits),
    )  # fmt: skip


@get("/search/suggestions")
async def suggest_found(request: Request, db: Db, person: Me) -> HtmlResponse:
    """The best of each kind, as links to choose from by the arrow keys."""
    text = request.query_params.get("q", "").strip()[:LONGEST]
    asked = asking(text)
    answer = await answer_at_once(db, asked, person, each=MOST_OF_KIND)
    found = found_by_kind(answer.hits, answer.cases)
    return page(
        request, "desk/_suggestions.html", text=text, there=page_of(text), found=found, asked=asked, most=MOST_OF_KIND,
        articles=sum(hit.kind == "known_issue" for hit in answer.hits),
    )  # fmt: skip


HANDLERS = [show_search, suggest_found]
