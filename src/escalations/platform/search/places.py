"""Where the words of a question stand in a document, by what the index keeps of it: each lexeme with its positions."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Places = Mapping[str, Sequence[int]]
"""By lexeme: where it stands."""
PLACE = 25
"""Words, about two sentences, small words among them."""
LAST = 16_383
"""PostgreSQL counts no further: whatever comes later seems to stand there."""


@dataclass(frozen=True)
class Term:
    """A word as it was `said`, and all its names as lexemes one after the other."""

    said: str
    names: tuple[tuple[str, ...], ...]

    @cached_property
    def firsts(self) -> frozenset[str]:
        """Where none of these stands, it does not stand at all."""
        return frozenset(name[0] for name in self.names)


def times(term: Term, places: Places) -> int:
    if len(term.names) == 1:
        return _stands(term.names[0], places)
    return sum([_stands(name, places) for name in term.names])


def stand_together(pair: tuple[str, str], places: Places) -> bool:
    if pair[0] not in places or pair[1] not in places:
        return False
    return next(_beginnings(pair, places), None) is not None


def in_one_place(telling: Mapping[Term, float], places: Places) -> float:
    """How much of what is asked the one place holds that holds most of it, each word by how telling it is."""
    held_terms = [(n, term) for n, term in enumerate(telling) if not term.firsts.isdisjoint(places)]
    stands = sorted((at, n) for n, term in held_terms for at in _where(term, places) if at < LAST)
    weights, often, place, held, most = list(telling.values()), [0] * len(telling), deque[tuple[int, int]](), 0.0, 0.0
    for at, term in stands:
        place.append((at, term))
        if not often[term]:
            held += weights[term]
        often[term] += 1
        while place[0][0] <= at - PLACE:
            _, gone = place.popleft()
            often[gone] -= 1
            if not often[gone]:
                held -= weights[gone]
        if held > most:
            most = held
    return most / (sum(weights) or 1.0)


def _stands(name: tuple[str, ...], places: Places) -> int:
    if len(name) == 1:
        return max(1, len(places[name[0]])) if name[0] in places else 0
    return len(list(_beginnings(name, places))) if _are_there(name, places) else 0


def _are_there(name: tuple[str, ...], places: Places) -> bool:
    return all(lexeme in places for lexeme in name)


def _where(term: Term, places: Places) -> Iterator[int]:
    for name in term.names:
        if _are_there(name, places):
            yield from places[name[0]] if len(name) == 1 else _beginnings(name, places)


def _beginnings(name: Sequence[str], places: Places) -> Iterator[int]:
    follows = [frozenset(places[lexeme]) for lexeme in name[1:]]
    for at in places[name[0]]:
        if all(at + n in where or at + n + 1 in where for n, where in enumerate(follows, start=1)):
            yield at
