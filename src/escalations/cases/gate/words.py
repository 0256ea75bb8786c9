"""A text as words with their places, and the runs of words that may be a name. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from ...customers.models import LEGAL_FORM
from ...platform.lettering import Lettered, lettered

MOST_WORDS = 6
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Word:
    """`start` and `end` in the original text, `key` as it is compared."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Run:
    """Some words in a row, joined. `is_one` unless plain space stands between them."""

    key: str
    start: int
    end: int
    count: int
    is_one: bool


@lru_cache(maxsize=64)
def words_of(text: str) -> tuple[Word, ...]:
    seen: Lettered = lettered(text)
    return tuple(Word(match.group(), *seen.span(*match.span())) for match in _WORD.finditer(seen.text))


def keys_of(text: str) -> list[str]:
    """The same words without their places, in a hundredth of the time."""
    return _WORD.findall(lettered(text).text)


@lru_cache(maxsize=16)
def run_keys(text: str) -> frozenset[str]:
    """Each run of up to six words, joined, in which a name may hide: `Contoso-Foods`, `CONTOSO FOODS` and `Con-toso` over two lines."""
    words = words_of(text)
    return frozenset(key for first in range(len(words)) for key in _grown(words, first))


def runs_with(text: str, wanted: Collection[str]) -> Iterator[Run]:
    """The runs whose keys are wanted, the longest first where several begin."""
    if run_keys(text).isdisjoint(wanted):
        return
    words = words_of(text)
    for first in range(len(words)):
        found = [count for count, key in enumerate(_grown(words, first), start=1) if key in wanted]
        for count in reversed(found):
            run = words[first : first + count]
            between = [text[one.end : other.start] for one, other in pairwise(run)]
            key = "".join(word.key for word in run)
            yield Run(key, run[0].start, run[-1].end, count, not any(map(_is_plain_space, between)))


def _grown(words: Sequence[Word], first: int) -> Iterator[str]:
    return accumulate([word.key for word in words[first : first + MOST_WORDS]])


def _is_plain_space(between: str) -> bool:
    return between.isspace() and "\n" not in between


def name_key(name: str) -> str:
    """What a customer's name is compared by: without its legal form and without what stands between its words."""
    return "".join(word.key for word in words_of(re.sub(LEGAL_FORM, "", name.lower())))
