"""What the words of a case say: phrases of its text, patterns of its error codes. A set of them is the bits of a number."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache, reduce
from operator import or_
from typing import NamedTuple, Protocol

from ...catalog.words import stems_of
from .globs import is_plain, left_of, plain_start


class Saying(NamedTuple):
    """Of each set in `some` something is said, of `none` nothing."""

    some: tuple[int, ...] = ()
    none: int = 0

    def with_some(self, bits: int) -> "Saying":
        is_known = any(not clause & ~bits for clause in self.some)
        return self if is_known else Saying((*self.some, bits), self.none)

    def with_none(self, bits: int) -> "Saying":
        return Saying(self.some, self.none | bits)

    def meeting(self, other: "Saying") -> "Saying":
        met = self.with_none(other.none)
        for clause in other.some:
            met = met.with_some(clause)
        return met

    def fits(self, heard: int) -> bool:
        return not self.none & heard and all(clause & heard for clause in self.some)

    def more_than(self, other: "Saying") -> int:
        """How many more things are asked for here."""
        return len(self.some) - len(other.some) + (self.none != other.none)

    def pieces(self, taken: "Saying") -> "Iterator[Saying]":
        """What `taken` leaves of this, in parts that do not overlap."""
        still = self
        for clause in taken.some:
            yield still.with_none(clause)
            still = still.with_some(clause)
        if taken.none:
            yield still.with_some(taken.none)


class Vocabulary(Protocol):
    """All that the rules ask for of one kind. What can be said at all can be said together."""

    def bits_of(self, wanted: Iterable[str]) -> int: ...

    def sayable(self, none: int) -> int:
        """What can still be said when nothing of `none` is."""

    def heard(self, words: str) -> int:
        """All that these words say."""

    def words_for(self, asked: int, none: int) -> str:
        """Words that say the asked one, which is sayable, and nothing of `none`."""


def is_possible(saying: Saying, vocabulary: Vocabulary) -> bool:
    if not saying.some:
        return True
    sayable = vocabulary.sayable(saying.none)
    return all(clause & sayable for clause in saying.some)


def words_saying(saying: Saying, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words for a possible saying, one or a few for each thing that must be said."""
    sayable = vocabulary.sayable(saying.none)
    first = dict.fromkeys(next(members(clause & sayable)) for clause in saying.some)
    return tuple(vocabulary.words_for(asked, saying.none) for asked in first)


class Phrases:
    """A text may say any phrases, with other words between; only what lies inside a phrase is always said with it."""

    def __init__(self, asked: Iterable[str]) -> None:
        written: dict[str, str] = {}
        for phrase in asked:
            written.setdefault(_spoken(phrase), phrase)
        self._asked, self._written = tuple(written), tuple(written.values())
        self._numbers = {phrase: number for number, phrase in enumerate(self._asked)}
        self._inside = [self.heard(phrase) for phrase in self._written]
        self.sayable = cache(self._sayable)

    def bits_of(self, wanted: Iterable[str]) -> int:
        return _bits_at(self._numbers[_spoken(phrase)] for phrase in wanted)

    def heard(self, words: str) -> int:
        text = _spoken(words)
        return _bits_at(number for number, phrase in enumerate(self._asked) if phrase in text)

    def words_for(self, asked: int, none: int) -> str:
        return self._written[asked]

    def _sayable(self, none: int) -> int:
        """A phrase without a word in it is never said."""
        return _bits_at(
            number for number, inside in enumerate(self._inside) if not inside & none and self._asked[number].strip()
        )


class Patterns:
    """A case may have any codes. A pattern is dead when those that must not be matched leave no code that matches it."""

    def __init__(self, asked: Iterable[str]) -> None:
        written: dict[str, str] = {}
        for pattern in asked:
            written.setdefault(pattern.casefold(), pattern)
        self._asked, self._written = tuple(written), tuple(written.values())
        self._numbers = {pattern: number for number, pattern in enumerate(self._asked)}
        self.sayable = cache(self._sayable)

    def bits_of(self, wanted: Iterable[str]) -> int:
        return _bits_at(self._numbers[pattern.casefold()] for pattern in wanted)

    def heard(self, words: str) -> int:
        code = words.casefold()
        return _bits_at(number for number, pattern in enumerate(self._asked) if fnmatchcase(code, pattern))

    def words_for(self, asked: int, none: int) -> str:
        """As the rules write it, where that will do."""
        simple = self._written[asked].replace("*", "")
        is_simple = self.heard(simple) >> asked & 1 and not self.heard(simple) & none
        return simple if is_simple else self._left(asked, none) or ""

    def _sayable(self, none: int) -> int:
        return _bits_at(number for number in range(len(self._asked)) if self._left(number, none))

    def _left(self, asked: int, none: int) -> str | None:
        """A code of this pattern and of nothing in `none`."""
        pattern = self._asked[asked]
        others = [self._asked[number] for number in members(none)]
        if is_plain(pattern):
            return None if any(fnmatchcase(pattern, other) for other in others) else pattern
        return left_of(pattern, (other for other in others if _may_meet(pattern, other)))


def members(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def union(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _bits_at(numbers: Iterable[int]) -> int:
    return union(1 << number for number in numbers)


def _may_meet(pattern: str, other: str) -> bool:
    """False only for certain: a plain code that does not match, or beginnings that differ."""
    if is_plain(other):
        return fnmatchcase(other, pattern)
    one, two = plain_start(pattern), plain_start(other)
    return one.startswith(two) or two.startswith(one)


def _spoken(phrase: str) -> str:
    """As words with spaces around; a phrase is said only at the edges of words."""
    return f" {' '.join(stems_of(phrase))} "
