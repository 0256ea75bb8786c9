"""Which of many phrases a text says, found by looking up its words and pairs of words instead of looking for each phrase."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import pairwise, repeat
from operator import or_

from ..catalog.words import Stems, stem_of, stems_of

_WORD = re.compile(r"[^\W_]+")
_PLAIN_LETTERS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_OTHER = 0
"""The number of every word that is in no phrase."""
Numbers = tuple[int, ...]


class PhraseSpotter:
    """Says the same as a condition on the text that is asked for each phrase alone: words in their order, by their stems."""

    def __init__(self, phrases: Mapping[str, int]) -> None:
        """Each phrase with the bit, or bits, that stand for it in the answer."""
        bits: dict[Stems, int] = defaultdict(int)
        for phrase, its_bits in phrases.items():
            bits[stems_of(phrase)] |= its_bits
        self._of_no_words = bits.pop((), 0)
        numbers = {
            stem: number for number, stem in enumerate(dict.fromkeys(stem for stems in bits for stem in stems), 1)
        }
        self._number_of = {written: number for stem, number in numbers.items() for written in _spellings(stem)}.get
        self._alone = [0] * (len(numbers) + 1)
        self._longer: dict[tuple[int, int], list[tuple[Numbers, int]]] = defaultdict(list)
        for stems, its_bits in bits.items():
            first, *others = phrase_numbers = tuple(numbers[stem] for stem in stems)
            if others:
                self._longer[first, others[0]].append((phrase_numbers, its_bits))
            else:
                self._alone[first] |= its_bits
        self._pairs = frozenset(self._longer)

    def found_in(self, text: str) -> int:
        words = _words_of(text)
        if not words:
            return self._of_no_words
        numbers = list(map(self._number_of, words, repeat(_OTHER)))
        there = set(numbers)
        if there == {_OTHER}:
            return 0
        found = reduce(or_, map(self._alone.__getitem__, there))
        for pair in self._pairs.intersection(pairwise(numbers)) if self._pairs else ():
            for phrase, its_bits in self._longer[pair]:
                if len(phrase) == 2 or _holds(numbers, phrase):
                    found |= its_bits
        return found


def _holds(numbers: list[int], phrase: Numbers) -> bool:
    length = len(phrase)
    return any(tuple(numbers[start : start + length]) == phrase for start in _places(numbers, phrase[0]))


def _places(numbers: list[int], number: int) -> Iterator[int]:
    start = -1
    for _ in range(numbers.count(number)):
        start = numbers.index(number, start + 1)
        yield start


def spoken(stems: Iterable[str]) -> str:
    """With spaces around, so that a phrase is found only at the edges of words."""
    return f" {' '.join(stems)} "


def _words_of(text: str) -> list[str]:
    if text.isascii():
        return text.translate(_PLAIN_LETTERS).split()
    return [word.lower() for word in _WORD.findall(text)]


def _spellings(stem: str) -> list[str]:
    """Every word in small letters that has this stem."""
    possible = (stem, f"{stem}s", f"{stem}es", f"{stem[:-1]}ies")
    return [word for word in possible if word and stem_of(word) == stem]
