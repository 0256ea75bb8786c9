"""Which words of a text speak for which family and product."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog.models import Catalogue
from ..catalog.words import Word, humps_of, words_of
from .phrases import Match
from .spelling import near_names_of
from .terms import Claim, code_prefixes_of, terms_of

INSIDE_A_WORD, MISSPELT = 0.7, 0.8
LONGEST_SPELLING_SEARCH = 80
_RESOURCE = re.compile(r"^.*/providers/([\w.]+)((?:/[^/\s]+/[^/\s]+)+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """`words` stand in `source` from `start` to `end`, mean `term`, and add `weight` to the family and the product."""

    source: str
    words: str
    start: int
    end: int
    term: str
    family: str
    product: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    text: str
    factor: float
    words: list[Word]

    @classmethod
    def of(cls, name: str, text: str, factor: float) -> "Source":
        return cls(name, text, factor, words_of(text))


def evidence_in(source: Source, catalogue: Catalogue) -> Iterator[Evidence]:
    terms = terms_of(catalogue)
    matches = terms.matches(source.words)
    for match in matches:
        yield from _told(source, source.words, match, 1.0)
    unmatched = _unmatched(source.words, matches)
    for word in (word for run in unmatched for word in run):
        humps = humps_of(source.text, word)
        for match in terms.matches(humps):
            yield from _told(source, humps, match, INSIDE_A_WORD)
    yield from _misspelt(source, unmatched, catalogue)


def evidence_of_codes(codes: tuple[str, ...], factor: float, catalogue: Catalogue) -> Iterator[Evidence]:
    for code in codes:
        for prefix, claim in code_prefixes_of(catalogue):
            if code.casefold().startswith(prefix):
                whole = Word(prefix, 0, len(code), True)
                yield _evidence(Source("error codes", code, factor, [whole]), whole, whole, prefix, claim, 1.0)


def resource_types(resources: tuple[str, ...]) -> str:
    """Resource ids without the names people gave; anything else as it stands."""
    return "\n".join(_RESOURCE.sub(_type_path, resource).removeprefix("/") for resource in resources)


def _type_path(match: re.Match[str]) -> str:
    return "/" + "/".join((match[1], *match[2].strip("/").split("/")[::2]))


def _told(source: Source, words: list[Word], match: Match[Claim], factor: float) -> Iterator[Evidence]:
    first, last = words[match.first], words[match.last]
    for claim in match.meanings:
        yield _evidence(source, first, last, " ".join(match.stems), claim, factor)


def _evidence(source: Source, first: Word, last: Word, term: str, claim: Claim, factor: float) -> Evidence:
    return Evidence(
        source=source.name,
        words=source.text[first.start : last.end],
        start=first.start,
        end=last.end,
        term=term,
        family=claim.family,
        product=claim.product,
        weight=round(claim.weight * source.factor * factor, 2),
    )


def _unmatched(words: list[Word], matches: list[Match[Claim]]) -> list[list[Word]]:
    """Runs of neighbouring words that no phrase explains."""
    taken = {index for match in matches for index in range(match.first, match.last + 1)}
    runs: list[list[Word]] = [[]]
    for index, word in enumerate(words):
        if index in taken:
            runs.append([])
        else:
            runs[-1].append(word)
    return [run for run in runs if run]


def _misspelt(source: Source, runs: list[list[Word]], catalogue: Catalogue) -> Iterator[Evidence]:
    names = near_names_of(catalogue)
    terms = terms_of(catalogue)
    pairs = [run[start : start + length] for run in runs for start in range(len(run)) for length in (1, 2)]
    for words in pairs[:LONGEST_SPELLING_SEARCH]:
        name = names.nearest(words)
        for claim in terms.meanings_of(name) if name else ():
            yield _evidence(source, words[0], words[-1], " ".join(name or ()), claim, MISSPELT)
