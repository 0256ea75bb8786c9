"""Asking: what a person typed, what is like a long text, and what is newest of all that has some facts."""

import asyncio
from collections.abc import Sequence

from ..db import Session
from .facts import fact
from .meilisearch.engine import engine, found_by_engine, places_at_engine
from .meilisearch.finding import Place, Sought
from .postgres import Hit, PostgresSearch
from .queries import Asked, Query, asked_by
from .spelling import as_spelt, ways_of_saying, where_it_is_said_so

MOST_TELLING, MOST_ALONE = 30, 3
_documents = PostgresSearch()
Facts = Sequence[Sequence[str]]


async def search(
    db: Session, typed: str, *, kinds: Sequence[str], family: str | None = None, facts: Facts = (),
    within: Sequence[str] | None = None, limit: int = 20, each: int | None = None, excerpts: bool = True, marked: bool = True,
) -> list[Hit]:  # fmt: skip
    """What a person typed: all words, else the telling ones, else what is spelt alike. "Quotes", -minus and or have meaning.

    Of each of `facts` one alternative must be so. At most `limit` are found, and `each` of a kind; texts are quoted with `excerpts`, and
    words are marked in titles unless nobody reads those.
    """
    if not typed.strip():
        return []
    of_family = [[fact("family", family)]] if family else []
    asked = Query(
        kinds=kinds, typed=typed, facts=[*facts, *of_family], within=within, limit=limit, each=each, excerpts=excerpts, marked=marked
    )  # fmt: skip
    return await _found(db, asked)


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
    asked = asked_by(query)
    hits = await _documents.search(db, query, asked)
    return hits if len(hits) >= limit or engine() is None else _merged(hits, await _added(db, query, asked))[:limit]


async def _added(db: Session, query: Query, asked: Asked) -> list[Hit]:
    """What the engine knows beside: it forgives spelling, but goes by ten words at a time, of which the last is only begun to it."""
    places = await places_at_engine(db, query.kinds, query.within)
    telling = await _documents.rarest(db, list(asked.words), query.kinds, MOST_TELLING)
    found = await found_by_engine(places, Sought(telling=telling, codes=asked.codes, facts=query.facts))
    return await _documents.search(db, query, asked, found) if found else []


def _merged(some: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    best: dict[tuple[str, int], Hit] = {}
    for hit in (*some, *others):
        known = best.setdefault((hit.kind, hit.object_id), hit)
        if hit.score > known.score:
            best[hit.kind, hit.object_id] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, -hit.object_id))


async def _found(db: Session, query: Query) -> list[Hit]:
    """The words are spelt by the database while the engine searches for them as they were typed."""
    asked = asked_by(query)
    if engine() is None:
        return await _documents.search(db, query, await as_spelt(db, asked, query))
    places = await places_at_engine(db, query.kinds, query.within)
    spelling = asyncio.create_task(as_spelt(db, asked, query))

    said = list(asked.words.values())

    async def ways() -> list[list[str]]:
        await asyncio.wait([spelling])
        return ways_of_saying(asked, spelling.result())

    async def as_documents_spell_it(places: Sequence[Place]) -> list[tuple[Place, str]]:
        others = [way for way in await ways() if way != said]
        return [(place, " ".join(way)) for place, way in await where_it_is_said_so(db, others, places)]

    async def telling_words_alone(places: Sequence[Place]) -> list[tuple[Place, str]]:
        words = list(dict.fromkeys(word for way in await ways() for word in way))
        told = await _documents.telling(db, words, query.kinds, MOST_ALONE) if len(said) > 1 else []
        return [(place, word) for place in places for word in told]

    try:
        sought = Sought(
            typed=query.typed.strip(), codes=asked.codes, facts=query.facts, otherwise=(as_documents_spell_it, telling_words_alone),
            most=query.weighed_of_kind,
        )  # fmt: skip
        found = await found_by_engine(places, sought)
    finally:
        await asyncio.wait([spelling])
    return await _documents.search(db, query, spelling.result(), found)
