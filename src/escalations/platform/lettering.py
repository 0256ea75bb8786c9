"""Letters that look alike are one letter: what a name is compared by, here and in SQL. And what a name is kept as."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_ALIKE = {
    "a": "àáâãäåāăąаα", "b": "вβ", "c": "çćčсϲ", "d": "ďđԁ", "e": "èéêëēėęěеε", "g": "ğ", "h": "һнη", "i": "ìíîïīıіι", "j": "ј", "k": "кκ",
    "l": "łľ", "m": "мμ", "n": "ñńňν", "o": "òóôõöøōőоο", "p": "рρ", "r": "ŕř", "s": "śšşșѕ", "t": "țťтτ", "u": "ùúûüūůűυ", "x": "хχ",
    "y": "ýÿуγ", "z": "źžżζ",
}  # fmt: skip
ALIKE_FROM = "".join(_ALIKE.values())
ALIKE_TO = "".join(letter * len(alike) for letter, alike in _ALIKE.items())
BETWEEN = " \u00a0\u00ad\u200b.,;:-–—_&+'’\"()/!|*@#$?[]<>=~´`"
_LETTERS = str.maketrans(ALIKE_FROM, ALIKE_TO)
_INVISIBLE = {"Cf", "Mn", "Me"}
_ENDS_OF_LINES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNSEEN = re.compile(r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
"""Joiners are not among them: scripts and pictures of several signs need them."""


def as_read(name: str) -> str:
    """A name in one line, as whoever reads it sees it: nothing in it is invisible, and nothing turns around what stands after it
    (`annex\\u202etxt.js` would be read as `annexsj.txt`)."""
    return _ENDS_OF_LINES.sub(" ", name) if name.isascii() else _UNSEEN.sub("", _ENDS_OF_LINES.sub(" ", name))


@dataclass(frozen=True)
class Lettered:
    """A text as it is compared: lower case, one letter for those that look alike, without what nobody sees. `places` has, for
    each of its characters, where that stands in the original."""

    text: str
    places: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of it stands in the original; what is invisible inside belongs to it."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=32)
def lettered(text: str) -> Lettered:
    if text.isascii():
        return Lettered(text.lower(), range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isascii():
            seen = character.lower()
        elif unicodedata.category(character) in _INVISIBLE:
            continue
        else:
            seen = unicodedata.normalize("NFKC", character).lower().translate(_LETTERS)
        letters.append(seen)
        places += [place] * len(seen)
    return Lettered("".join(letters), places)


def sql_letters(expression: str) -> str:
    """The same of a column, with nothing left between its words. PostgreSQL drops what has no counterpart in a translation."""
    return f"translate(lower({expression}), '{ALIKE_FROM}{BETWEEN.replace(chr(39), chr(39) * 2)}', '{ALIKE_TO}')"
