"""Many phrases found in a text in one pass."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..catalog.words import Stems, Word, forms_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Words `first` to `last` of the text are the phrase; `meanings` is what it stands for."""

    first: int
    last: int
    stems: Stems
    meanings: tuple[T, ...]


class PhraseIndex(Generic[T]):
    """A phrase written as one word in capitals is an abbreviation: it counts only when the text has capitals too."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        found: dict[Stems, list[tuple[T, bool]]] = defaultdict(list)
        for written, meaning in phrases:
            for form in forms_of(written):
                found[form].append((meaning, written.isupper() and written.isalnum()))
        self._meanings = dict(found)
        self._lengths = _lengths_by_first_word(found)

    def matches(self, words: list[Word]) -> list[Match[T]]:
        """A phrase that lies inside a longer one is left out."""
        found: list[Match[T]] = []
        furthest = -1
        for first in range(len(words)):
            for match in self._starting_at(words, first):
                if match.last > furthest:
                    found.append(match)
                    furthest = match.last
        return found

    def meanings_of(self, stems: Stems) -> tuple[T, ...]:
        return tuple(meaning for meaning, _ in self._meanings.get(stems, ()))

    def _starting_at(self, words: list[Word], first: int) -> Iterator[Match[T]]:
        """The longest first."""
        for length in self._lengths.get(words[first].stem, ()):
            stems = tuple(word.stem for word in words[first : first + length])
            capitals = words[first].is_capitals
            meanings = tuple(
                meaning for meaning, in_capitals in self._meanings.get(stems, ()) if capitals or not in_capitals
            )
            if meanings and len(stems) == length:
                yield Match(first, first + length - 1, stems, meanings)


def _lengths_by_first_word(phrases: Iterable[Stems]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for stems in phrases:
        lengths[stems[0]].add(len(stems))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
