"""What a model can know of a text: its words, pairs of neighbouring words, error codes and ranges of them."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..evidence import Source
from ..hearing import Heard
from .stop_words import SAY_NOTHING

_COUNTED = {"title": 1.0, "description": 1.0, "error codes": 0.5, "resources": 1.0}
_TELLING_NUMBERS = (3, 5)
"""Numbers of so many digits are mostly codes (404, 40613); any other number only says that there is one."""
_TAIL = re.compile(r"[\d.]+$")
CODE = "#"


@dataclass(slots=True)
class Place:
    """Where a feature was met first, and how much of it there is."""

    source: str
    words: str
    start: int
    end: int
    count: float

    @property
    def strength(self) -> float:
        """The tenth time says hardly more than the second."""
        return 1 + math.log(self.count) if self.count > 1 else self.count


Features = dict[str, Place]


def features_of(heard: Heard) -> Features:
    found: Features = {}
    for source in heard.sources:
        weight = _COUNTED[source.name]
        for feature, start, end in _words_and_pairs(source):
            _count(found, feature, Place(source.name, source.text[start:end], start, end, weight))
    for code in heard.codes:
        place = _place_of(code, heard.sources)
        for feature in (f"{CODE}{code.casefold()}", f"{CODE}{_TAIL.sub('', code.casefold())}*"):
            _count(found, feature, Place(place.source, place.words, place.start, place.end, 1.0))
    return found


def group_of(feature: str) -> int:
    """0 a word, 1 a pair, 2 a code."""
    return 2 if feature.startswith(CODE) else int(" " in feature)


def _words_and_pairs(source: Source) -> Iterator[tuple[str, int, int]]:
    """Pairs only of words that say something, so that what is shown as evidence does."""
    before: tuple[str, int] | None = None
    for word in source.words:
        stem = "0" if word.stem.isdigit() and len(word.stem) not in _TELLING_NUMBERS else word.stem
        if stem in SAY_NOTHING:
            before = None
            continue
        yield stem, word.start, word.end
        if before and source.name != "error codes":
            yield f"{before[0]} {stem}", before[1], word.end
        before = stem, word.start


def _count(found: Features, feature: str, place: Place) -> None:
    known = found.setdefault(feature, place)
    if known is not place:
        known.count += place.count


def _place_of(code: str, sources: tuple[Source, ...]) -> Place:
    """As it stands in the text where it does, else as it was given."""
    for source in sources:
        start = source.text.casefold().find(code.casefold())
        if start >= 0:
            end = start + len(code)
            return Place(source.name, source.text[start:end], start, end, 1.0)
    return Place("error codes", code, 0, len(code), 1.0)
