"""Misspelt names: only long ones, only where nothing was found exactly."""

from collections import defaultdict
from functools import lru_cache

from rapidfuzz import fuzz, process

from ..catalog.models import Catalogue
from ..catalog.words import Stems, Word, stems_of

SHORTEST = 6
LIKENESS = 90


class NearNames:
    def __init__(self, catalogue: Catalogue) -> None:
        self._names: dict[str, dict[str, Stems]] = defaultdict(dict)
        for product in catalogue.products.values():
            for stems in map(stems_of, product.spoken_names):
                joined = "".join(stems)
                if len(joined) >= SHORTEST and joined.isalpha():
                    self._names[joined[0]][joined] = stems

    def nearest(self, words: list[Word]) -> Stems | None:
        """The name that these words misspell; the first letter must be right."""
        written = "".join(word.stem for word in words)
        if len(written) < SHORTEST:
            return None
        names = self._names.get(written[0])
        if not names:
            return None
        best = process.extractOne(written, names.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS)
        return names[best[0]] if best else None


@lru_cache(maxsize=4)
def near_names_of(catalogue: Catalogue) -> NearNames:
    return NearNames(catalogue)
