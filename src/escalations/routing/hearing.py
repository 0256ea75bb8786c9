"""A text taken apart: its words, its error codes, and what the catalogue makes of them. Nothing is decided yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..catalog.models import Catalogue
from .error_codes import error_codes_in, merged_codes
from .evidence import Evidence, Source, evidence_in, evidence_of_codes, resource_types
from .terms import known_codes_of

TITLE, DESCRIPTION, CODES, RESOURCES = 2.0, 1.0, 1.5, 2.0


@dataclass(frozen=True)
class Heard:
    """`claims` hold every place where a term of the catalogue stands."""

    sources: tuple[Source, ...]
    codes: tuple[str, ...]
    claims: tuple[Evidence, ...]

    def claims_by_family(self) -> dict[str, list[Evidence]]:
        return strongest(self.claims, "family")


def hear(
    title: str, description: str, error_codes: Sequence[str], resources: Sequence[str], catalogue: Catalogue
) -> Heard:
    sources = (
        Source.of("title", title, TITLE),
        Source.of("description", description, DESCRIPTION),
        Source.of("error codes", "\n".join(error_codes), CODES),
        Source.of("resources", resource_types(tuple(resources)), RESOURCES),
    )
    claims = [told for source in sources for told in evidence_in(source, catalogue)]
    codes = _codes(title, description, error_codes, claims, catalogue)
    claims.extend(evidence_of_codes(codes, CODES, catalogue))
    return Heard(sources, codes, tuple(claims))


def strongest(claims: Iterable[Evidence], subject: str) -> dict[str, list[Evidence]]:
    """A term counts once for a family or a product, where it weighs most."""
    best: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for told in claims:
        key = getattr(told, subject)
        if key and (told.term not in best[key] or told.weight > best[key][told.term].weight):
            best[key][told.term] = told
    return {key: list(terms.values()) for key, terms in best.items()}


def _codes(
    title: str, description: str, given: Sequence[str], claims: Iterable[Evidence], catalogue: Catalogue
) -> tuple[str, ...]:
    known = known_codes_of(catalogue)
    named = (told.words for told in claims if told.term in known)
    return merged_codes(given, (*error_codes_in(f"{title}\n{description}"), *named))
