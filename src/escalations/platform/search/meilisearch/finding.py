"""What the engine finds: candidates only, in indexes of the boundaries the reader may see at this moment."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..queries import Candidates
from ..words import MOST_CODES
from .indexes import index_of
from .transport import PATIENCE, Meilisearch

MOST_WORDS_A_QUERY = 10
"""The engine drops what comes after."""
PER_QUERY, MOST_CANDIDATES, MOST_OF_KIND = 40, 100, 40
"""Of several kinds each has its share, or the cases would crowd out all others."""
RAREST = 3
"""So many words of what was typed are also sought alone, for when nothing holds all of them."""
_EITHER = re.compile(r"\s+or\s+", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]+"')


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What was `typed` by a person, or nothing; and the `telling` words of it or of a long text, the rarest first."""

    typed: str = ""
    telling: Sequence[str] = ()
    codes: Sequence[str] = ()
    facts: Sequence[Sequence[str]] = ()


async def candidates(server: Meilisearch, sought: Sought, places: Sequence[tuple[str, str]]) -> Candidates:
    """Exact codes come in by a query of their own, so that no typing tolerance can lose them."""
    queries = list(_queries(sought, places))
    if not queries:
        return Candidates(kinds=[], ids=[], strictly=[])
    answer = await server.ask("POST", "/multi-search", {"queries": [query for query, _ in queries]}, patience=PATIENCE)
    best: dict[tuple[str, int], tuple[float, int]] = {}
    for (_, strict), result in zip(queries, answer["results"], strict=True):
        for hit in result["hits"]:
            key, rank = (hit["kind"], int(hit["object"])), (strict * 2.0 + float(hit["_rankingScore"]), strict)
            best[key] = max(best.get(key, (0.0, 0)), rank)
    most = MOST_OF_KIND if len({kind for kind, _ in places}) > 1 else MOST_CANDIDATES
    places_of = dict[str, int]()
    ordered = sorted(best, key=lambda key: (-best[key][0], -key[1]))
    chosen = [key for key in ordered if _place(key[0], places_of) <= most]
    return Candidates(
        kinds=[kind for kind, _ in chosen], ids=[number for _, number in chosen], strictly=[best[key][1] for key in chosen]
    )  # fmt: skip


def _place(kind: str, places: dict[str, int]) -> int:
    """Among those of its kind, from 1."""
    places[kind] = places.get(kind, 0) + 1
    return places[kind]


def _queries(sought: Sought, places: Sequence[tuple[str, str]]) -> Iterator[tuple[dict[str, Any], int]]:
    """`places` are kinds and boundaries."""
    facts = [f"facts IN [{', '.join(map(_literal, alternatives))}]" for alternatives in sought.facts]
    for kind, boundary in places:
        for asked, strict in _asked(sought):
            yield {
                "indexUid": index_of(kind, boundary), "limit": PER_QUERY, "showRankingScore": True,
                "attributesToRetrieve": ["kind", "object"], **asked, "filter": [*asked.get("filter", []), *facts],
            }, strict  # fmt: skip


def _asked(sought: Sought) -> Iterator[tuple[dict[str, Any], int]]:
    if sought.codes:
        codes = ", ".join(_literal(code) for code in sought.codes[:MOST_CODES])
        yield {"q": "", "filter": [f"codes IN [{codes}]"]}, 1 if sought.typed else 0
    yield from _as_typed(sought) if sought.typed else _by_telling_words(sought)


def _as_typed(sought: Sought) -> Iterator[tuple[dict[str, Any], int]]:
    for side in _EITHER.split(sought.typed):
        yield {"q": side, "matchingStrategy": "all"}, 1
    if not _QUOTED.search(sought.typed):
        for word in sought.telling[:RAREST]:
            yield {"q": word}, 0


def _by_telling_words(sought: Sought) -> Iterator[tuple[dict[str, Any], int]]:
    for at in range(0, len(sought.telling), MOST_WORDS_A_QUERY):
        words = " ".join(sought.telling[at : at + MOST_WORDS_A_QUERY])
        yield {"q": words, "matchingStrategy": "frequency"}, 0


def _literal(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
