"""What a case is about, read from its words; `read_text` is the one place that guesses."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..catalog.models import Catalogue
from .error_codes import error_codes_in, merged_codes
from .evidence import Evidence, Source, evidence_in, evidence_of_codes, resource_types
from .places import Hint, places_in
from .terms import known_codes_of

TITLE, DESCRIPTION, CODES, RESOURCES = 2.0, 1.0, 1.5, 2.0
LEAST_SCORE = 2.0
LEAST_MARGIN = 0.2


@dataclass(frozen=True, kw_only=True)
class Ranked:
    key: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Best first. `sure` says that the first family stands clear of the second."""

    families: tuple[Ranked, ...]
    products: tuple[Ranked, ...]
    error_codes: tuple[str, ...]
    regions: tuple[Hint, ...]
    boundaries: tuple[Hint, ...]
    sure: bool

    @property
    def family(self) -> str | None:
        return self.families[0].key if self.families else None

    @property
    def product(self) -> str | None:
        """The first product of the first family."""
        return next((one.key for one in self.products if one.evidence[0].family == self.family), None)


def read_text(
    title: str,
    description: str,
    error_codes: Sequence[str],
    resources: Sequence[str],
    catalogue: Catalogue,
) -> Reading:
    sources = (
        Source.of("title", title, TITLE),
        Source.of("description", description, DESCRIPTION),
        Source.of("error codes", "\n".join(error_codes), CODES),
        Source.of("resources", resource_types(tuple(resources)), RESOURCES),
    )
    evidence = [told for source in sources for told in evidence_in(source, catalogue)]
    codes = _codes(title, description, error_codes, evidence, catalogue)
    evidence.extend(evidence_of_codes(codes, CODES, catalogue))
    families = _ranked(evidence, lambda told: told.family)
    regions, boundaries = _places(sources, catalogue)
    return Reading(
        families=families,
        products=_products_of_family(evidence, families),
        error_codes=codes,
        regions=regions,
        boundaries=boundaries,
        sure=_is_clear(families),
    )


def _codes(
    title: str, description: str, given: Sequence[str], evidence: Iterable[Evidence], catalogue: Catalogue
) -> tuple[str, ...]:
    known = known_codes_of(catalogue)
    named = (told.words for told in evidence if told.term in known)
    return merged_codes(given, (*error_codes_in(f"{title}\n{description}"), *named))


def _ranked(evidence: Iterable[Evidence], subject: Callable[[Evidence], str | None]) -> tuple[Ranked, ...]:
    """A term counts once, where it weighs most; of equals the one named first stands first."""
    best: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for told in evidence:
        key = subject(told)
        if key and (told.term not in best[key] or told.weight > best[key][told.term].weight):
            best[key][told.term] = told
    ranked = [_rank(key, terms.values()) for key, terms in best.items() if terms]
    return tuple(sorted(ranked, key=lambda one: (-one.score, one.evidence[0].start, one.key)))


def _rank(key: str, evidence: Iterable[Evidence]) -> Ranked:
    strongest_first = tuple(sorted(evidence, key=lambda told: (-told.weight, told.source, told.start)))
    return Ranked(key=key, score=round(sum(told.weight for told in strongest_first), 2), evidence=strongest_first)


def _products_of_family(evidence: Iterable[Evidence], families: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """Products of the first family come first, whatever the others score."""
    first = families[0].key if families else None
    inside = [told for told in evidence if told.family == first]
    outside = [told for told in evidence if told.family != first]
    return (*_ranked(inside, lambda told: told.product), *_ranked(outside, lambda told: told.product))


def _is_clear(families: tuple[Ranked, ...]) -> bool:
    if not families or families[0].score < LEAST_SCORE:
        return False
    second = families[1].score if len(families) > 1 else 0.0
    return families[0].score - second >= LEAST_MARGIN * families[0].score


def _places(sources: Iterable[Source], catalogue: Catalogue) -> tuple[tuple[Hint, ...], tuple[Hint, ...]]:
    regions: dict[str, Hint] = {}
    boundaries: dict[str, Hint] = {}
    for source in sources:
        for found, into in zip(places_in(source.text, source.words, catalogue), (regions, boundaries), strict=True):
            for hint in found:
                into.setdefault(hint.key, hint)
    return tuple(regions.values()), tuple(boundaries.values())
