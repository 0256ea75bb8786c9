"""Learning the weights from texts whose family is known. The only place that needs scikit-learn."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from msgspec.structs import replace as changed
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from ...catalog.models import Catalogue
from ..hearing import hear
from .features import Features, features_of, group_of
from .model import strength_of_claims, strengths_of
from .texts import KnownText

LOOSENESS = 5.0
HALF = 0.5
"""What the title alone, and the description alone, of a text count beside the whole."""
ALSO = 0.15
"""What the second family of a text counts beside the first."""
FEW = 20_000
"""Of more texts than this the halves add nothing but time."""
_PAIR = 1


@dataclass(frozen=True)
class Example:
    features: Features
    claims: dict[str, float]
    family: str
    weight: float
    is_whole: bool


@dataclass(frozen=True)
class Weights:
    """As a model holds them, before they are calibrated."""

    families: tuple[str, ...]
    rarity: dict[str, float]
    features: np.ndarray
    catalogue: np.ndarray
    base: np.ndarray

    def scores(self, examples: Sequence[Example]) -> np.ndarray:
        columns = {feature: column for column, feature in enumerate(self.rarity)}
        matrix = _matrix(examples, self.rarity, columns, self.families)
        return np.asarray(matrix @ np.vstack([self.features, self.catalogue]) + self.base)


def example_of(text: KnownText, catalogue: Catalogue) -> Example:
    heard = hear(text.title, text.description, text.error_codes, text.resources, catalogue)
    claims = {family: strength_of_claims(told) for family, told in heard.claims_by_family().items()}
    return Example(features_of(heard), claims, text.family, text.weight, is_whole=True)


def examples_of(text: KnownText, catalogue: Catalogue, *, halves: bool) -> list[Example]:
    """The text, then what else can be learned from it: its second family, its title alone and its description alone."""
    whole = example_of(text, catalogue)
    examples = [whole]
    if text.also:
        examples.append(replace(whole, family=text.also, weight=text.weight * ALSO, is_whole=False))
    if halves and text.title and text.description:
        for part in (changed(text, description=""), changed(text, title="", error_codes=())):
            half = example_of(changed(part, weight=text.weight * HALF), catalogue)
            examples.append(replace(half, is_whole=False))
    return examples


def fit(examples: Sequence[Example], families: tuple[str, ...]) -> Weights:
    """A multinomial logistic regression; families that no example has keep no weights and never come first."""
    rarity = rarity_of(examples)
    columns = {feature: column for column, feature in enumerate(rarity)}
    matrix = _matrix(examples, rarity, columns, families)
    wanted = np.array([families.index(example.family) for example in examples])
    regression = LogisticRegression(C=LOOSENESS, max_iter=3000, tol=1e-4)
    regression.fit(matrix, wanted, sample_weight=np.array([example.weight for example in examples]))
    weights, base = _for_all(regression, len(families), matrix.shape[1])
    return Weights(families, rarity, weights[: len(rarity)], weights[len(rarity) :], base)


def _for_all(regression: LogisticRegression, families: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """One row a feature and one column a family; each row adds up to nothing, so that a weight compares a family with the others."""
    found, known = np.asarray(regression.coef_), np.asarray(regression.classes_)
    start = np.asarray(regression.intercept_)
    if len(known) == 2:
        found, start = np.vstack([-found[0], found[0]]) / 2, np.array([-start[0], start[0]]) / 2
    weights, base = np.zeros((width, families)), np.full(families, start.min() - 2.0)
    weights[:, known], base[known] = found.T, start
    return weights - weights.mean(axis=1, keepdims=True), base - base.mean()


def rarity_of(examples: Iterable[Example]) -> dict[str, float]:
    """Pairs that stand in one text only are chance."""
    number, counts = 0, Counter[str]()
    for example in examples:
        if example.is_whole:
            counts.update(example.features.keys())
            number += 1
    kept = sorted(feature for feature, count in counts.items() if count > 1 or group_of(feature) != _PAIR)
    return {feature: 1 + math.log((1 + number) / (1 + counts[feature])) for feature in kept}


def _matrix(
    examples: Iterable[Example], rarity: dict[str, float], columns: dict[str, int], families: tuple[str, ...]
) -> csr_matrix:
    starts, indexes, values = [0], [], []
    for example in examples:
        for feature, strength in strengths_of(example.features, rarity).items():
            indexes.append(columns[feature])
            values.append(strength)
        for family, strength in example.claims.items():
            if family in families:
                indexes.append(len(rarity) + families.index(family))
                values.append(strength)
        starts.append(len(indexes))
    return csr_matrix((values, indexes, starts), shape=(len(starts) - 1, len(rarity) + len(families)))
