"""What the engine finds: candidates only, in indexes of the boundaries the reader may see at this moment."""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import msgspec

from ..queries import Candidates
from ..words import MOST_CODES
from .indexes import as_words, index_of
from .transport import PATIENCE, Meilisearch

MOST_WORDS_A_QUERY = 10
"""The engine drops what comes after."""
PER_QUERY, MOST_CANDIDATES, MOST_OF_KIND = 40, 100, 40
"""Of several kinds each has its share, or the cases would crowd out all others."""
ENOUGH = 5
"""Where fewer things hold all that was typed, it is sought once more, as Sought.otherwise says."""
_EITHER = re.compile(r"\s+or\s+", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]+"')


Place = tuple[str, str]
"""A kind in a boundary, which has an index of its own."""
Query = tuple[dict[str, Any], int]
"""What one index is asked, and whether what it finds holds all that was typed."""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What was `typed` by a person, or the `telling` words of a long text, the rarest first.

    `otherwise` gives texts to seek besides, and where, the database's advice, each asked for only while few things were found: what
    holds all words of one, else what holds the rarest of them. `most` are wanted of a kind.
    """

    typed: str = ""
    telling: Sequence[str] = ()
    codes: Sequence[str] = ()
    facts: Sequence[Sequence[str]] = ()
    otherwise: Sequence[Callable[[Sequence[Place]], Awaitable[Iterable[tuple[Place, str]]]]] = ()
    most: int | None = None


Best = dict[tuple[str, int], tuple[float, int]]
"""Kinds and ids, with how good they are, by their place alone, and whether all that was typed occurs. Scores of the engine's own would
have it go through all its rules for each of them."""


async def candidates(server: Meilisearch, sought: Sought, places: Sequence[Place]) -> Candidates:
    """The engine answers the queries of a request one after the other, so each index is asked little."""
    began = monotonic()
    asked = list(_asked(sought))
    best = await _found(server, [(place, query) for place in places for query in asked], sought, PATIENCE)
    for advice in sought.otherwise:
        if len(best) < ENOUGH and not _QUOTED.search(sought.typed):
            again = [(place, _by_all_or_the_rarest(text)) for place, text in await advice(places)]
            best = await _found(server, again, sought, PATIENCE - (monotonic() - began)) | best
    most = sought.most or (MOST_OF_KIND if len({kind for kind, _ in places}) > 1 else MOST_CANDIDATES)
    places_of = dict[str, int]()
    ordered = sorted(best, key=lambda key: (-best[key][0], -key[1]))
    chosen = [key for key in ordered if _place(key[0], places_of) <= most]
    return Candidates(
        kinds=[kind for kind, _ in chosen], ids=[number for _, number in chosen], strictly=[best[key][1] for key in chosen]
    )  # fmt: skip


async def _found(server: Meilisearch, asked: Sequence[tuple[Place, Query]], sought: Sought, patience: float) -> Best:
    facts = [f"facts IN [{', '.join(map(_literal, alternatives))}]" for alternatives in sought.facts]
    queries = [
        {
            "indexUid": index_of(*place), "limit": min(PER_QUERY, sought.most or PER_QUERY),
            "attributesToRetrieve": ["object"], **query, "q": as_words(query["q"]), "filter": [*query.get("filter", []), *facts],
        }
        for place, (query, _) in asked
    ]  # fmt: skip
    best: Best = {}
    if queries:
        for ((kind, _), (_, strict)), result in zip(asked, await _results(server, queries, patience), strict=True):
            for place, hit in enumerate(result.hits, start=1):
                key, rank = (kind, hit.object), (strict * 2.0 + 1 / place, strict)
                best[key] = max(best.get(key, (0.0, 0)), rank)
    return best


class _Hit(msgspec.Struct):
    object: int


class _Result(msgspec.Struct):
    hits: list[_Hit]


class _Results(msgspec.Struct):
    results: list[_Result]


_read = msgspec.json.Decoder(_Results).decode


async def _results(server: Meilisearch, queries: Sequence[dict[str, Any]], patience: float) -> list[_Result]:
    """In the order of the queries. Those of one request are answered one after the other, so every second one goes with another request."""
    halves = [half for half in (queries[0::2], queries[1::2]) if half]
    bodies = [{"queries": half} for half in halves]
    answers = await server.ask_at_once("POST", "/multi-search", bodies, patience=max(0.001, patience))
    told = [iter(_read(answer).results) for answer in answers]
    return [next(told[at % len(told)]) for at in range(len(queries))]


def _place(kind: str, places: dict[str, int]) -> int:
    """Among those of its kind, from 1."""
    places[kind] = places.get(kind, 0) + 1
    return places[kind]


def _asked(sought: Sought) -> Iterator[Query]:
    """Exact codes come in by a query of their own, so that no typing tolerance can lose them."""
    if sought.codes:
        codes = ", ".join(_literal(code) for code in sought.codes[:MOST_CODES])
        yield {"q": "", "filter": [f"codes IN [{codes}]"]}, 1 if sought.typed else 0
    if sought.typed:
        yield from (({"q": side, "matchingStrategy": "all"}, 1) for side in _EITHER.split(sought.typed))
    else:
        yield from _by_telling_words(sought)


def _by_telling_words(sought: Sought) -> Iterator[Query]:
    for at in range(0, len(sought.telling), MOST_WORDS_A_QUERY):
        words = " ".join(sought.telling[at : at + MOST_WORDS_A_QUERY])
        yield _by_all_or_the_rarest(words)


def _by_all_or_the_rarest(words: str) -> Query:
    return {"q": words, "matchingStrategy": "frequency"}, 0


def _literal(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
