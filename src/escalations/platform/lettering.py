"""Letters that look alike are one letter: what a name is compared by, here and in SQL."""

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
