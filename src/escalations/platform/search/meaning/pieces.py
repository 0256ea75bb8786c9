"""A text as the numbers of its word pieces, as BERT's uncased models read it."""

import string
import unicodedata
from functools import cache
from itertools import islice

from ...resources import resource_dir

UNKNOWN, BEGIN, END = 100, 101, 102
VOCABULARY = resource_dir("search") / "vendor/wordpieces.txt"
"""Put there by `escalations.platform.assets`."""
LONGEST_WORD, MOST_PIECES = 100, 256
_ASCII_MARKS = frozenset(string.punctuation)


def pieces_of(text: str) -> list[int]:
    inside = islice((piece for word in _words(text) for piece in _pieces(word)), MOST_PIECES - 2)
    return [BEGIN, *inside, END]


def _words(text: str) -> list[str]:
    return "".join(map(_read, unicodedata.normalize("NFD", text.lower()))).split()


def _read(character: str) -> str:
    """Punctuation marks and Chinese characters are words of their own; accents and what cannot be seen are left out."""
    kind = unicodedata.category(character)
    if character.isspace():
        return " "
    if kind in ("Mn", "Cc", "Cf"):
        return ""
    alone = character in _ASCII_MARKS or kind[0] == "P" or "\u3400" <= character <= "\u9fff"
    return f" {character} " if alone else character


def _pieces(word: str) -> list[int]:
    """The longest beginnings that are known, one after the other; a word with an unknown part is unknown."""
    known, found, at = _numbers(), list[int](), 0
    if len(word) > LONGEST_WORD:
        return [UNKNOWN]
    while at < len(word):
        for end in range(len(word), at, -1):
            number = known.get(("##" if at else "") + word[at:end])
            if number is not None:
                found.append(number)
                at = end
                break
        else:
            return [UNKNOWN]
    return found


@cache
def _numbers() -> dict[str, int]:
    lines = VOCABULARY.read_text("utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}
