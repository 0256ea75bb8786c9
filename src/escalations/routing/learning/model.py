"""A small linear model: each feature has one weight a family, and nothing else decides. Read from JSON; needs no library to be used."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import Struct

from ..evidence import Evidence
from ..hearing import Heard
from .features import Features, features_of, group_of

FORMAT = 1
FULL = (18.0, 22.0, 4.0)
"""Words, pairs and codes that add up to less than this are those of a short text: they are not blown up to a full one's strength."""
CATALOGUE = 0.4


class Bin(Struct, frozen=True, kw_only=True):
    """Of the texts whose confidence lay between two tenths: how many, how confident on average, and how often rightly."""

    texts: int
    confidence: float
    right: float


class Figures(Struct, frozen=True, kw_only=True):
    """What cross-validation showed on the rows that were given. `fair` counts the second family of a row as right, too."""

    rows: int
    folds: int
    first_right: float
    first_fair: float
    first_two: float
    sure: float
    sure_right: float
    error: float
    """How far confidence and truth lie apart on average."""
    bins: tuple[Bin, ...]


class TextModel(Struct, frozen=True, kw_only=True):
    """`features` holds how rare each feature is, then its weights in the order of `families`; `catalogue` what the terms of a
    family weigh for each; `base` is where each begins. The first family is said to be sure where its chance is `sure_at` or more."""

    format: int
    families: tuple[str, ...]
    base: tuple[float, ...]
    features: dict[str, tuple[float, ...]]
    catalogue: dict[str, tuple[float, ...]]
    sure_at: float
    figures: Figures


@dataclass(frozen=True, slots=True)
class Voice:
    """One thing that was heard, and what it says for or against each family."""

    source: str
    words: str
    start: int
    end: int
    weights: tuple[float, ...]


def voices_in(model: TextModel, heard: Heard) -> list[Voice]:
    """Added up, and to the base, they are the scores."""
    return [*_learned(model, features_of(heard)), *_from_catalogue(model, heard.claims_by_family())]


def scores_of(model: TextModel, heard: Heard) -> list[float]:
    voices = voices_in(model, heard)
    return [base + sum(voice.weights[family] for voice in voices) for family, base in enumerate(model.base)]


def chances_of(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    powers = [math.exp(score - most) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


def strengths_of(features: Features, rarity: Mapping[str, float]) -> dict[str, float]:
    """How strongly each known feature stands in this text: rare ones more, and less the more others there are."""
    raw = {feature: place.strength * rarity[feature] for feature, place in features.items() if feature in rarity}
    lengths = [0.0, 0.0, 0.0]
    for feature, value in raw.items():
        lengths[group_of(feature)] += value * value
    by_group = [1 / max(math.sqrt(length), full) for length, full in zip(lengths, FULL, strict=True)]
    return {feature: value * by_group[group_of(feature)] for feature, value in raw.items()}


def strength_of_claims(claims: Sequence[Evidence]) -> float:
    """The fifth term of a family says less than the first."""
    return CATALOGUE * math.log1p(sum(told.weight for told in claims))


def _learned(model: TextModel, features: Features) -> Iterator[Voice]:
    rarity = {feature: model.features[feature][0] for feature in features if feature in model.features}
    for feature, strength in strengths_of(features, rarity).items():
        place, weights = features[feature], model.features[feature][1:]
        yield Voice(place.source, place.words, place.start, place.end, tuple(strength * one for one in weights))


def _from_catalogue(model: TextModel, claims: Mapping[str, Sequence[Evidence]]) -> Iterator[Voice]:
    for family, told in claims.items():
        if family in model.catalogue:
            strength, whole = strength_of_claims(told), sum(one.weight for one in told)
            for one in told:
                share = strength * one.weight / whole
                weights = tuple(share * weight for weight in model.catalogue[family])
                yield Voice(one.source, one.words, one.start, one.end, weights)
