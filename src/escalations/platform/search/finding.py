"""Asking: what a person typed, what is like a long text, and what is newest of all that has some facts."""

from collections.abc import Sequence

from ..db import Session
from .facts import fact
from .meilisearch.engine import engine, found_by_engine
from .meilisearch.finding import Sought
from .postgres import Hit, PostgresSearch
from .queries import Asked, Query, asked_by
from .spelling import as_spelt

MOST_TELLING = 30
_documents = PostgresSearch()
Facts = Sequence[Sequence[str]]


async def search(
    db: Session, typed: str, *, kinds: Sequence[str], family: str | None = None, facts: Facts = (),
    within: Sequence[str] | None = None, limit: int = 20, each: int | None = None, excerpts: bool = True,
) -> list[Hit]:  # fmt: skip
    """What a person typed: all words, else the telling ones, else what is spelt alike. "Quotes", -minus and or have meaning.

    Of each of `facts` one alternative must be so. At most `limit` are found, and `each` of a kind; texts are quoted with `excerpts`.
    """
    if not typed.strip():
        return []
    of_family = [[fact("family", family)]] if family else []
    asked = Query(
        kinds=kinds, typed=typed, facts=[*facts, *of_family], within=within, limit=limit, each=each, excerpts=excerpts
    )
    return await _find(db, asked)


async def newest(
    db: Session, *, kinds: Sequence[str], facts: Facts, within: Sequence[str] | None = None, limit: int = 20
) -> list[Hit]:
    """Of each kind the newest of which all that is so. No words, so nothing is ranked or marked."""
    return await _documents.newest(db, kinds, facts, within, limit)


async def look_alikes(
    db: Session, text: str, *, kinds: Sequence[str], codes: Sequence[str] = (), within: Sequence[str] | None = None,
    likely_family: str | None = None, limit: int = 10,
) -> list[Hit]:  # fmt: skip
    """What is about the same thing as a long text, by its telling words and error codes. Nothing is highlighted."""
    query = Query(kinds=kinds, text=text, codes=codes, within=within, likely_family=likely_family, limit=limit)
    return await _find(db, query)


async def _find(db: Session, query: Query) -> list[Hit]:
    asked = asked_by(query)
    spelt = await as_spelt(db, asked, query) if query.typed else asked
    if engine() is None:
        return await _documents.search(db, query, spelt)
    found = await found_by_engine(db, query.kinds, query.within, await _sought(db, query, asked))
    hits = await _documents.search(db, query, spelt, found)
    return (
        _merged(hits, await _documents.search(db, query, spelt))[: query.limit] if found and not query.typed else hits
    )


def _merged(some: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """A long text asks both: the engine forgives spelling, but goes by ten words at a time, and PostgreSQL by all of them."""
    best: dict[tuple[str, int], Hit] = {}
    for hit in (*some, *others):
        known = best.setdefault((hit.kind, hit.object_id), hit)
        if hit.score > known.score:
            best[hit.kind, hit.object_id] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, -hit.object_id))


async def _sought(db: Session, query: Query, asked: Asked) -> Sought:
    async def telling() -> list[str]:
        return await _documents.rarest(db, list(asked.words), query.kinds, MOST_TELLING)

    return Sought(
        typed=query.typed.strip(), telling=[] if asked.typed else await telling(), codes=asked.codes, facts=query.facts,
        seldom=telling if asked.typed and len(asked.words) > 1 else None,
    )  # fmt: skip
