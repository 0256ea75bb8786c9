"""How names, aliases and texts become comparable words: small letters, singular, punctuation ignored."""

import re
from dataclasses import dataclass
from functools import lru_cache

Stems = tuple[str, ...]
SHORTEST_JOINED = 6
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    stem: str
    start: int
    end: int
    is_capitals: bool


def words_of(text: str) -> list[Word]:
    return [_word(match[0], match.start()) for match in _WORD.finditer(text)]


def humps_of(text: str, word: Word) -> list[Word]:
    """The parts of a CamelCase word, or nothing when it is a plain one."""
    humps = [_word(match[0], match.start()) for match in _HUMP.finditer(text, word.start, word.end)]
    return humps if len(humps) > 1 else []


def stems_of(text: str) -> Stems:
    return tuple(stem_of(match[0]) for match in _WORD.finditer(text))


def forms_of(name: str) -> tuple[Stems, ...]:
    """A name as its words, and written as one word when that is long enough to be no accident."""
    stems = stems_of(name)
    joined = "".join(stems)
    return (stems, (joined,)) if 1 < len(stems) < 4 and len(joined) >= SHORTEST_JOINED else (stems,)


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    word = word.lower()
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "fs")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes")) else word[:-1]


def _word(written: str, start: int) -> Word:
    return Word(stem_of(written), start, start + len(written), written.isupper())
