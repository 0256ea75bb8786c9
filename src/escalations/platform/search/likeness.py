"""How like a long text each of a few documents is, each way by itself, and by which words: arithmetic alone."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from statistics import median

from .places import Places, Term, in_one_place, stand_together, times

SATURATION, BY_LENGTH, BY_OUTLINE = 1.2, 0.75, 0.5
ENOUGH_CODES = 10.0
"""Codes in common count in full from this much information on: two or three rare ones, in nats."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """`pairs` are lexemes that stand side by side. `documents` counts by lexeme or code, and all of them under the empty word."""

    terms: tuple[Term, ...]
    pairs: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    documents: Mapping[str, int]

    @cached_property
    def lexemes(self) -> frozenset[str]:
        return frozenset(chain(*(chain(*term.names) for term in self.terms), *self.pairs))


@dataclass(frozen=True, kw_only=True)
class Document:
    """What the index keeps: the `size` of its text, the number of words in its headings, where each word asked for stands."""

    object_id: int
    size: int
    codes: frozenset[str]
    headed: int
    places: Places
    headings: Places
    traits: Mapping[str, float]
    meaning: bytes | None


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Each from 0 to 1. `words` is relative to the document that holds most; `together` is how much of what is asked stands in one
    place; `said` tells which words, the most telling first.
    """

    words: float
    together: float
    headings: float
    phrases: float
    codes: float
    said: tuple[str, ...]


def likenesses(question: Question, documents: Sequence[Document]) -> list[Likeness]:
    """One for each document, in their order."""
    weights = _Weights(question, documents)
    size = median(one.size for one in documents) + 1 if documents else 1
    headed = sum(one.headed + 3 for one in documents) / max(1, len(documents))
    parts = [_words(weights, one, one.size / size) for one in documents]
    most = max((sum(part.values()) for part in parts), default=0.0) or 1.0
    return [
        Likeness(
            words=sum(part.values()) / most, together=in_one_place(weights.terms, one.places), headings=_headings(weights, one, (one.headed + 3) / headed),
            phrases=_phrases(weights, one), codes=_codes(weights, one), said=tuple(sorted(part, key=lambda said: -part[said])),
        )
        for one, part in zip(documents, parts, strict=True)
    ]  # fmt: skip


class _Weights:
    """How telling each word is. Where the index has not been counted yet, the documents themselves are counted."""

    def __init__(self, question: Question, documents: Sequence[Document]) -> None:
        self.question = question
        counted = question.documents
        if not counted.get(""):
            counted = Counter(chain(*({*one.places, *one.codes} for one in documents)))
            counted[""] = len(documents)
        self.counted, self._all = counted, counted[""]
        self.terms = {term: self._telling(self._holding(term)) for term in question.terms}
        self.in_all = sum(self.terms.values()) or 1.0
        self.pairs = {
            pair: sum(self.of(lexeme) for lexeme in pair) for pair in question.pairs if all(map(counted.get, pair))
        }
        self.in_all_pairs = sum(self.pairs.values()) or 1.0

    def held_by(self, places: Places) -> list[tuple[Term, float]]:
        """What may stand there; the others do not."""
        return [one for one in self.terms.items() if not one[0].firsts.isdisjoint(places)]

    def of(self, lexeme: str) -> float:
        return self._telling(self.counted.get(lexeme, 0))

    def _holding(self, term: Term) -> int:
        return sum(min(self.counted.get(lexeme, 0) for lexeme in name) for name in term.names)

    def _telling(self, documents: int) -> float:
        return math.log(1 + (max(self._all, documents) - documents + 0.5) / (documents + 0.5))


def _words(weights: _Weights, document: Document, size: float) -> dict[str, float]:
    """BM25, by word as it was said."""
    found = {}
    for term, weight in weights.held_by(document.places):
        often = times(term, document.places)
        if often:
            length = SATURATION * (1 - BY_LENGTH + BY_LENGTH * size)
            found[term.said] = weight * often * (SATURATION + 1) / (often + length)
    return found


def _headings(weights: _Weights, document: Document, size: float) -> float:
    found = 0.0
    for term, weight in weights.held_by(document.headings):
        often = times(term, document.headings)
        found += weight * often / (often + BY_OUTLINE + BY_OUTLINE * size)
    return found / weights.in_all


def _phrases(weights: _Weights, document: Document) -> float:
    there = document.places
    held = [weight for pair, weight in weights.pairs.items() if pair[0] in there and stand_together(pair, there)]
    return sum(held) / weights.in_all_pairs


def _codes(weights: _Weights, document: Document) -> float:
    return min(1.0, sum(weights.of(code) for code in weights.question.codes if code in document.codes) / ENOUGH_CODES)
