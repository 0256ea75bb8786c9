"""A sentence with its values in it, told by its shape: what stands between the values, and where. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

PLACE = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile("“[^“”]*”")
_SMALL = frozenset(
    [
        "a", "about", "above", "after", "all", "an", "and", "are", "as", "at", "be", "before", "below", "but", "by", "for", "from", "has", "have",
        "in", "into", "is", "it", "its", "no", "not", "of", "off", "on", "only", "or", "per", "since", "so", "than", "that", "the", "their", "then",
        "there", "they", "this", "to", "under", "until", "up", "was", "were", "when", "where", "which", "who", "with", "without",
    ]
)  # fmt: skip
"""Words that give no sentence away: a shape of nothing else would fit what somebody wrote."""
_NUMBERS = frozenset(
    [
        "days", "hours", "minutes", "rest", "count", "number", "cases", "customers", "lines", "attempts", "total", "open_cases", "seats", "people",
        "points", "hours_running", "level", "minute",
    ]
)  # fmt: skip
_SPANS = frozenset(["left"])
"""Stretches of time, which end with what is said of them."""
_SAYS = frozenset(
    [
        "the",
        "an",
        "no",
        "not",
        "this",
        "its",
        "after",
        "will",
        "asks",
        "goes",
        "prefers",
        "speaks",
        "knows",
        "takes",
        "has",
        "is",
        "was",
        "were",
    ]
)
"""Words of which no name is made."""
LONGEST = 700
"""Characters of the longest text that is taken for a sentence of the program."""


@dataclass(frozen=True)
class Shape:
    message: str
    told: str

    @cached_property
    def weight(self) -> int:
        """How much of it is given: the more, the less can something else look like it."""
        return len(PLACE.sub("", self.message))

    @cached_property
    def word(self) -> str:
        """Its longest word that tells something. Empty where it has none: then it would fit anything."""
        words = (word for word in _WORD.findall(PLACE.sub(" ", self.message)) if word.lower() not in _SMALL)
        return max(words, key=len, default="")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = PLACE.split(self.message)
        told = (_value(part, parts[at - 1]) if at % 2 else re.escape(part) for at, part in enumerate(parts))
        return re.compile("".join(told), re.DOTALL)

    @cached_property
    def _names(self) -> list[str]:
        return PLACE.findall(self.message)

    def before(self, at: int) -> str:
        """What stands before its place number `at`."""
        return PLACE.split(self.message)[::2][at]

    def values(self, text: str) -> list[tuple[str, str]] | None:
        found = self._pattern.fullmatch(text)
        return None if found is None else list(zip(self._names, found.groups(), strict=True))


def _value(name: str, before: str) -> str:
    """What is glued to a word may be nothing, as the end of a plural or a reason that nobody gave."""
    if name.rstrip("0123456789") in _NUMBERS:
        return r"([\d.,]+)"
    if name in _SPANS and before.endswith(" "):
        return r"([^,;.]+)"
    return "(.*?)" if before[-1:].isalnum() else "(.+?)"


class Shapes:
    """Asked for one text it looks only at shapes whose longest word the text has."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self._by_word: dict[str, list[Shape]] = {}
        for shape in (Shape(message, told) for message, told in messages.items() if PLACE.search(message)):
            if shape.word:
                self._by_word.setdefault(shape.word, []).append(shape)

    def found(self, text: str) -> Iterator[tuple[Shape, list[tuple[str, str]]]]:
        """Those that it fits, the one that says most of it first."""
        for shape in sorted(self._candidates(text), key=lambda one: -one.weight):
            if (values := shape.values(text)) is not None:
                yield shape, values

    def _candidates(self, text: str) -> Iterable[Shape]:
        return [shape for word in set(_WORD.findall(text)) for shape in self._by_word.get(word, ())]


def is_name(value: str, before: str = "") -> bool:
    """Whether it may stay as it is: a name, a number or a code rather than words of a sentence; or what somebody said, after a colon or in
    quotation marks."""
    if is_quoted(value):
        return True
    words = [word for word in _WORD.findall(value) if word.islower() and len(word) > 1 and word != "and"]
    is_said = not _SAYS.isdisjoint(words)
    return (len(words) <= 2 and not is_said) or before.rstrip().endswith((":", "“"))


def is_quoted(value: str) -> bool:
    return _QUOTED.fullmatch(value) is not None


def put_in(told: str, values: list[tuple[str, str]]) -> str:
    """A name that comes again takes the next of its values, and the last of them where there are no more."""
    left: dict[str, list[str]] = {}
    for name, value in values:
        left.setdefault(name, []).append(value)

    def next_of(place: re.Match[str]) -> str:
        there = left.get(place.group(1), [place.group()])
        return there.pop(0) if len(there) > 1 else there[0]

    return PLACE.sub(next_of, told)
