"""How words are really spelt: a last word that is only begun goes on, and one that occurs nowhere is taken for its like.

The words come from the documents that the reader may see, and from no others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz.distance import OSA

from ..db import Session
from ..straight import straight
from .queries import Asked, Query
from .words import is_plain_word

MOST_ALIKE = 3
SHORTEST, LONG = 4, 6


async def as_spelt(db: Session, asked: Asked, query: Query) -> Asked:
    """What was typed, with other spellings beside the words that call for them. What stands in quotes is meant as it stands."""
    doubtful = [] if '"' in asked.typed else [term for term in asked.words if _may_be_wrong(term, asked)]
    if not doubtful and not asked.starts:
        return asked
    rows = await _looked_up(db, [term for term in doubtful if term != asked.starts], asked.starts, query)
    begun = _goes_on(asked.starts, rows.get(""))
    if asked.starts in doubtful and not begun:
        rows |= await _looked_up(db, [asked.starts], "", query)
    unknown = [term for term in doubtful if term in rows and not rows[term]["is_known"]]
    others = {term: likest(term, rows[term]["alike"]) or await _begins_alike(db, term, query) for term in unknown}
    words = {"|".join([term, *_other(term, said, others, asked, begun)]): said for term, said in asked.words.items()}
    return replace(asked, words=words, begun=begun)


async def _looked_up(db: Session, words: list[str], begun: str, query: Query) -> dict[str, Mapping[str, Any]]:
    """By word. What is like one that no document holds takes ten times as long to find as how one goes on, so a word is not asked both
    ways at once."""
    return {row["said"]: row for row in await straight(db, _SPELT, words, begun, list(query.kinds), _within(query))}


def ways_of_saying(asked: Asked, spelt: Asked) -> list[list[str]]:
    """The words that were typed, each misspelt one as documents spell it: several ways where it is like several. One only begun stays so."""
    is_begun = [bool(spelt.begun) and said.endswith(asked.starts) for said in spelt.words.values()]
    alike = [
        [said] if begun or term in asked.words else term.split("|")[1:]
        for (term, said), begun in zip(spelt.words.items(), is_begun, strict=True)
    ]
    return [[words[min(way, len(words) - 1)] for words in alike] for way in range(max(map(len, alike), default=0))]


async def where_it_is_said_so(
    db: Session, ways: Sequence[list[str]], places: Sequence[tuple[str, str]]
) -> list[tuple[tuple[str, str], list[str]]]:
    """Which way to seek in which kind and boundary: those of whose own words it holds any, else the first, since what it holds may be
    misspelt there too."""
    if len(ways) < 2:
        return [(place, way) for place in places for way in ways]
    own = set[str]().union(*ways).difference(set(ways[0]).intersection(*ways))
    told = await straight(db, _HELD, sorted(own), list({boundary for _, boundary in places}))
    held = {(kind, boundary, word) for boundary, word, kinds in told for kind in kinds}
    return [
        (place, way)
        for place in places
        for way in [way for way in ways if any((*place, word) in held for word in way)] or ways[:1]
    ]


def _other(term: str, said: str, others: Mapping[str, list[str]], asked: Asked, begun: list[str]) -> list[str]:
    """A word that goes on in some document is not misspelt; it is only begun."""
    if begun and said.endswith(asked.starts):
        return [word for word in begun if word != term]
    return others.get(term, [])


async def _begins_alike(db: Session, term: str, query: Query) -> list[str]:
    """Two slips may leave hardly three letters of a word together, by which its like is found otherwise. The first two letters are right."""
    if len(term) < LONG:
        return []
    there = await straight(db, _BEGINS_ALIKE, term[:2], len(term) - 2, len(term) + 2, list(query.kinds), _within(query))
    return likest(term, list(dict.fromkeys(word for (word,) in there)))


def _within(query: Query) -> list[str] | None:
    return None if query.within is None else list(query.within)


def likest(word: str, others: list[str]) -> list[str]:
    """Those that differ by a slip of the fingers: one in a short word, two in a longer one; a swap counts once."""
    most = 1 if len(word) < LONG else 2 if len(word) < 10 else 3
    near = [(OSA.distance(word, other), other) for other in others]
    closest = min(near, default=(most + 1, ""))[0]
    return [other for distance, other in near if distance == closest <= most][:MOST_ALIKE]


def _goes_on(starts: str, told: Mapping[str, Any] | None) -> list[str]:
    """The list of words holds none with digits in them but error codes; titles are asked for those."""
    known = list(told["alike"]) if told else []
    return known or ([f"{starts}*"] if starts and len(starts) > SHORTEST and not is_plain_word(starts) else [])


def _may_be_wrong(term: str, asked: Asked) -> bool:
    return is_plain_word(term) and len(term) >= SHORTEST and term not in asked.codes


_SPELT = "SELECT said, is_known, alike FROM search_spellings($1, $2, $3, $4)"
_HELD = """SELECT s.boundary, s.word, s.kinds FROM unnest($1::text[]) w, search_word s
WHERE s.boundary = ANY ($2::text[]) AND s.word BETWEEN w AND w"""
_BEGINS_ALIKE = """SELECT word FROM search_word
WHERE word >= $1 AND word < $1 || chr(1114111) AND length(word) BETWEEN $2 AND $3 AND kinds && $4::text[] AND ($5::text[] IS NULL OR boundary = ANY ($5::text[]))"""
