"""The list of known issues, searched or narrowed, and the page of one; `about` is what its parts need."""

from datetime import datetime
from typing import Any

from litestar import get

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...platform.search import search
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ..governing import may_change
from ..models import STATES, Article
from ..presenting import ArticleLine, article_lines, choices, facts_of, helped_words, list_url
from ..queries import PAGE, Narrowing, article_for, articles, articles_among, cases_linked_to, open_flags_of, uses_of
from ..search import KIND


@get("/known-issues")
async def index_articles(request: Request, db: Db, person: Me) -> HtmlResponse:
    chosen = {name: request.query_params.get(name, "")[:400] for name in ("q", "family", "state", "confidence")}
    before = request.query_params.get("before", "")
    lines, older = await listed(db, chosen, before)
    return page(
        request, "known_issues/index.html", topics=[] if chosen["q"] else ["known_issue"], lines=lines, older=older,
        text=chosen["q"], chosen=chosen, filters=choices(chosen), narrowed=any(chosen.values()),
    )  # fmt: skip


async def listed(db: Session, chosen: dict[str, str], before: str = "") -> tuple[list[ArticleLine], str]:
    """The lines, and where the older ones are. A search has the best first and no further page."""
    narrowing = Narrowing(
        family=chosen["family"] or None, state=chosen["state"] or None, confidence=chosen["confidence"] or None, before=_place(before)
    )  # fmt: skip
    if chosen["q"].strip():
        hits = await search(db, chosen["q"], kinds=[KIND], family=narrowing.family, limit=PAGE)
        rows = await articles_among(db, [hit.object_id for hit in hits], narrowing)
        return article_lines(rows, await uses_of(db, [row.id for row in rows]), hits), ""
    rows = await articles(db, narrowing)
    older = {**chosen, "before": f"{rows[-1].changed_at.isoformat()}~KI-{rows[-1].id}"} if len(rows) == PAGE else {}
    return article_lines(rows, await uses_of(db, [row.id for row in rows])), list_url(older) if older else ""


def _place(before: str) -> tuple[datetime, int] | None:
    at, _, ref = before.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, id_of(ref, "KI")) if moment.tzinfo else None
    except (ValueError, NotFound):
        return None


@get("/known-issues/{ref:str}")
async def show_article(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "known_issues/show.html", **await about(db, person, await article_for(db, person, ref)))


async def about(db: Session, person: Person, article: Article) -> dict[str, Any]:
    await db.flush()
    uses = (await uses_of(db, [article.id]))[article.id]
    return {
        "article": article,
        "may_change": may_change(person, article),
        "states": list(STATES.items()),
        "flags": await open_flags_of(db, article),
        "topics": [article.subject],
        "owner": await db.get(Person, article.owner_id) if article.owner_id else None,
        "facts": facts_of(article),
        "helped": helped_words(uses),
        "not_helpful": uses.get("not_helpful", 0),
        "cases": await cases_linked_to(db, article),
    }


HANDLERS = [index_articles, show_article]
