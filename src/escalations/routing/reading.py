"""What a case is about, read from its words; `read_text` is the one place that guesses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..catalog.models import Catalogue
from .evidence import Evidence, Source
from .hearing import Heard, hear, strongest
from .learning.model import TextModel, chances_of, voices_in
from .learning.model_files import text_model
from .places import Hint, places_in
from .telling import Said, Stretches

PLAUSIBLE = 0.02
"""A family with less of a chance than this is not worth naming, unless it is the second."""
MOST_SHOWN, LEAST_SHOWN = 8, 0.15
"""Shown is what weighs at least this share of the strongest word."""
WORTH_ASKING = 0.1
"""With this much of a chance a second family is shown even where the first is sure."""
MOST_FAMILIES = 3
LEAST_SAID = 1.2
"""Words that speak for a family less than this in sum say nothing, however much less they say for the others."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """The score is `base` and the weights of all evidence, `against` included, added up. The chance is what it comes to."""

    key: str
    score: float
    chance: float
    base: float
    evidence: tuple[Said, ...]
    against: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class RankedProduct:
    key: str
    family: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Best first. `confidence` is the chance that the first family is right; `sure` says that one need not ask."""

    families: tuple[Ranked, ...]
    products: tuple[RankedProduct, ...]
    error_codes: tuple[str, ...]
    regions: tuple[Hint, ...]
    boundaries: tuple[Hint, ...]
    confidence: float
    sure: bool

    @property
    def family(self) -> str | None:
        return self.families[0].key if self.families else None

    @property
    def plausible(self) -> tuple[Ranked, ...]:
        """The first, and up to two others that it could well be."""
        return self.families[:1] + tuple(one for one in self.families[1:MOST_FAMILIES] if one.chance >= PLAUSIBLE)

    @property
    def other(self) -> str | None:
        """The family to think of before agreeing with the first."""
        second = next(iter(self.families[1:]), None)
        return second.key if second and (not self.sure or second.chance >= WORTH_ASKING) else None

    @property
    def product(self) -> str | None:
        return self.product_of(self.family)

    def product_of(self, family: str | None) -> str | None:
        """The first product of a family that the text names."""
        return next((one.key for one in self.products if one.family == family), None)

    def evidence_for(self, family: str) -> list[tuple[str, float, str]]:
        """Words, weight and source, each word once, the strongest first."""
        told = next((one.evidence for one in self.families if one.key == family), ())
        best: dict[str, tuple[str, float, str]] = {}
        least = LEAST_SHOWN * max((said.weight for said in told), default=0.0)
        for said in told:
            if said.weight >= least:
                best.setdefault(said.words.casefold(), (said.words, said.weight, said.source))
        return list(best.values())[:MOST_SHOWN]


def read_text(
    title: str,
    description: str,
    error_codes: Sequence[str],
    resources: Sequence[str],
    catalogue: Catalogue,
    model: TextModel | None = None,
) -> Reading:
    """By the model in force, unless another one is to be tried."""
    model = model or text_model()
    heard = hear(title, description, error_codes, resources, catalogue)
    families = _families(model, heard, catalogue)
    confidence = families[0].chance if families else 0.0
    regions, boundaries = _places(heard.sources, catalogue)
    return Reading(
        families=families,
        products=_products(heard.claims, families),
        error_codes=heard.codes,
        regions=regions,
        boundaries=boundaries,
        confidence=confidence,
        sure=confidence >= model.sure_at and sum(said.weight for said in families[0].evidence) >= LEAST_SAID,
    )


def _families(model: TextModel, heard: Heard, catalogue: Catalogue) -> tuple[Ranked, ...]:
    """Nothing at all where no word of the text is known. A family that the catalogue no longer has is passed over."""
    voices = voices_in(model, heard)
    columns = [column for column, family in enumerate(model.families) if family in catalogue.families]
    if not voices or not columns:
        return ()
    scores = [model.base[column] + sum(voice.weights[column] for voice in voices) for column in columns]
    chances = chances_of(scores)
    order = sorted(range(len(columns)), key=lambda place: (-scores[place], model.families[columns[place]]))
    named = [place for number, place in enumerate(order) if number < 2 or chances[place] >= PLAUSIBLE]
    stretches = Stretches(voices)
    return tuple(_ranked(model, columns[place], scores[place], chances[place], stretches) for place in named)


def _ranked(model: TextModel, column: int, score: float, chance: float, stretches: Stretches) -> Ranked:
    said = stretches.said(column)
    return Ranked(
        key=model.families[column],
        score=score,
        chance=chance,
        base=model.base[column],
        evidence=tuple(one for one in said if one.weight > 0),
        against=tuple(one for one in reversed(said) if one.weight < 0),
    )


def _products(claims: Iterable[Evidence], families: Sequence[Ranked]) -> tuple[RankedProduct, ...]:
    """Products of the likelier family come first, whatever the others score."""
    places: Mapping[str, int] = {family.key: place for place, family in enumerate(families)}
    ranked = [_ranked_product(key, told) for key, told in strongest(claims, "product").items()]

    def order(one: RankedProduct) -> tuple[int, float, int, str]:
        return places.get(one.family, len(places)), -one.score, one.evidence[0].start, one.key

    return tuple(sorted(ranked, key=order))


def _ranked_product(key: str, told: Iterable[Evidence]) -> RankedProduct:
    evidence = tuple(sorted(told, key=lambda one: (-one.weight, one.source, one.start)))
    score = round(sum(one.weight for one in evidence), 2)
    return RankedProduct(key=key, family=evidence[0].family, score=score, evidence=evidence)


def _places(sources: Iterable[Source], catalogue: Catalogue) -> tuple[tuple[Hint, ...], tuple[Hint, ...]]:
    regions: dict[str, Hint] = {}
    boundaries: dict[str, Hint] = {}
    for source in sources:
        for found, into in zip(places_in(source.text, source.words, catalogue), (regions, boundaries), strict=True):
            for hint in found:
                into.setdefault(hint.key, hint)
    return tuple(regions.values()), tuple(boundaries.values())
