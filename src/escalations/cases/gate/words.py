"""A text as words with their places, and the runs of words that may be a name. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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


def words_of(text: str) -> list[Word]:
    seen: Lettered = lettered(text)
    return [Word(match.group(), *seen.span(*match.span())) for match in _WORD.finditer(seen.text)]


def runs_of(text: str, words: list[Word]) -> Iterator[Run]:
    """Each run of up to six words, in which a name may hide: `Contoso-Foods`, `CONTOSO FOODS` and `Con-toso` over two lines."""
    for first, begin in enumerate(words):
        key, is_one, end = "", True, begin.start
        for count, word in enumerate(words[first : first + MOST_WORDS], start=1):
            is_one = is_one and (count == 1 or not _is_plain_space(text[end : word.start]))
            key, end = key + word.key, word.end
            yield Run(key, begin.start, end, count, is_one)


def _is_plain_space(between: str) -> bool:
    return between.isspace() and "\n" not in between


def name_key(name: str) -> str:
    """What a customer's name is compared by: without its legal form and without what stands between its words."""
    return "".join(word.key for word in words_of(re.sub(LEGAL_FORM, "", name.lower())))
