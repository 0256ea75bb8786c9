"""Patterns of error codes, and what some of them leave of another. They are read exactly as `fnmatch` reads them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property, lru_cache

_STAR = ""
_NICE = "abcdefghijklmnopqrstuvwxyz0123456789 -_."
_PLAIN = tuple(dict.fromkeys(_NICE + "".join(chr(code).casefold()[0] for code in range(32, 592)) + "\ue000"))
_TOKEN = re.compile(r"\*+|\[!?\]?[^\]]*\]|.", re.DOTALL)


@dataclass(frozen=True)
class Glob:
    """A pattern as its tokens; a set of positions in it is the bits of a number, position `len(tokens)` being the end."""

    pattern: str

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        found = _TOKEN.findall(self.pattern.casefold())
        return tuple(_STAR if token.startswith("*") else token for token in found)

    @cached_property
    def start(self) -> int:
        return self._over_stars(1)

    def ends(self, positions: int) -> bool:
        return bool(positions >> len(self.tokens))

    def after(self, positions: int, character: str) -> int:
        reached = 0
        for index, token in enumerate(self.tokens):
            if positions >> index & 1 and _takes(token, character):
                reached |= 1 << (index if token == _STAR else index + 1)
        return self._over_stars(reached)

    def _over_stars(self, positions: int) -> int:
        for index, token in enumerate(self.tokens):
            if token == _STAR and positions >> index & 1:
                positions |= 1 << (index + 1)
        return positions


def is_plain(pattern: str) -> bool:
    return plain_start(pattern) == pattern


@lru_cache(maxsize=20_000)
def plain_start(pattern: str) -> str:
    return re.split(r"[*?\[]", pattern, maxsplit=1)[0]


def left_of(pattern: str, others: Iterable[str]) -> str | None:
    """The shortest code that is like the pattern and like none of the others; None when they leave nothing of it."""
    return _shortest(Glob(pattern), tuple(Glob(other) for other in sorted(set(others))))


@lru_cache(maxsize=20_000)
def _shortest(wanted: Glob, others: tuple[Glob, ...]) -> str | None:
    """A walk over the codes, shortest first, that follows all patterns at once."""
    letters = _letters((wanted, *others))
    level = [("", (wanted.start, tuple(other.start for other in others)))]
    seen: set[tuple[int, tuple[int, ...]]] = set()
    while level:
        following = []
        for code, (here, there) in level:
            for letter in letters:
                state = wanted.after(here, letter), tuple(map(Glob.after, others, there, letter * len(others)))
                if not state[0] or state in seen:
                    continue
                if wanted.ends(state[0]) and not any(map(Glob.ends, others, state[1])):
                    return code + letter
                seen.add(state)
                following.append((code + letter, state))
        level = following
    return None


def _letters(globs: Sequence[Glob]) -> list[str]:
    """One character for all that no token tells apart."""
    tokens = sorted({token for glob in globs for token in glob.tokens if token != _STAR})
    characters = dict.fromkeys((*_PLAIN, *_written(tokens)))
    told_apart: dict[tuple[bool, ...], str] = {}
    for character in characters:
        if character.casefold() == character:
            told_apart.setdefault(tuple(_takes(token, character) for token in tokens), character)
    return list(told_apart.values())


def _written(tokens: Iterable[str]) -> Iterator[str]:
    return (character for token in tokens for character in token)


@lru_cache(maxsize=100_000)
def _takes(token: str, character: str) -> bool:
    if token in (_STAR, "?"):
        return True
    return token == character if len(token) == 1 else re.match(translate(token), character) is not None
