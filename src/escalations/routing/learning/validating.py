"""A model made and tried: on each part of the texts with what was learned from the others, then from all of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from random import Random

import numpy as np

from ...catalog.models import Catalogue
from .calibrating import Guess, bins_of, error_of, said_of, sure_at, warmth_of
from .model import FORMAT, Figures, TextModel
from .texts import KnownText
from .training import FEW, Example, Weights, examples_of, fit

FOLDS = 5
STEPS = FOLDS + 2
DIGITS = 4
Step = Callable[[str], object]


def train(
    texts: Sequence[KnownText], background: Sequence[KnownText], catalogue: Catalogue, step: Step = lambda _: None
) -> TextModel:
    """The figures are about `texts` alone; what is in the `background` is learned from in every round and never asked."""
    families = tuple(catalogue.families)
    halves = len(texts) <= FEW
    known = [example for text in background for example in examples_of(text, catalogue, halves=True)]
    read = [examples_of(text, catalogue, halves=halves) for text in texts]
    step(f"Read {len(texts) + len(background)} texts")
    parts = folds_of(texts)
    guesses: list[Guess] = []
    for number, part in enumerate(parts, 1):
        held = set(part)
        rest = [example for place, examples in enumerate(read) if place not in held for example in examples]
        weights = fit([*rest, *known], families)
        guesses += guesses_of(weights, [texts[place] for place in part], [read[place][0] for place in part])
        step(f"Tried on part {number} of {len(parts)}")
    weights = fit([*(example for examples in read for example in examples), *known], families)
    step("Learned from all of them")
    return _model_of(weights, guesses, len(parts))


def folds_of(texts: Sequence[KnownText]) -> list[list[int]]:
    """Places of texts, each family spread evenly over the parts, always in the same way."""
    by_family = defaultdict(list)
    for place, text in enumerate(texts):
        by_family[text.family].append(place)
    order = [
        place
        for family in sorted(by_family)
        for place in Random(family).sample(by_family[family], len(by_family[family]))
    ]
    return [part for first in range(FOLDS) if (part := order[first::FOLDS])]


def guesses_of(weights: Weights, texts: Sequence[KnownText], examples: Sequence[Example]) -> list[Guess]:
    scores = weights.scores(examples)
    return [_guess(row, text, weights.families) for row, text in zip(scores, texts, strict=True)]


def figures_of(guesses: Sequence[Guess], warmth: float, threshold: float, folds: int) -> Figures:
    said = said_of(guesses, warmth)
    sure = [one for one in said if one.confidence >= threshold]
    bins = bins_of(said)
    orders = [sorted(range(len(guess.scores)), key=lambda family: -guess.scores[family]) for guess in guesses]
    pairs = list(zip(orders, guesses, strict=True))
    return Figures(
        rows=len(guesses),
        folds=folds,
        first_right=_share(order[0] == guess.right for order, guess in pairs),
        first_fair=_share(order[0] in guess.fair for order, guess in pairs),
        first_two=_share(guess.right in order[:2] for order, guess in pairs),
        sure=round(len(sure) / max(len(said), 1), DIGITS),
        sure_right=_share(one.is_right for one in sure),
        error=round(error_of(bins), DIGITS),
        bins=bins,
    )


def _model_of(weights: Weights, guesses: Sequence[Guess], folds: int) -> TextModel:
    warmth = warmth_of(guesses)
    threshold = sure_at(said_of(guesses, warmth))
    rows = zip(weights.rarity.items(), _rounded(weights.features * warmth), strict=True)
    return TextModel(
        format=FORMAT,
        families=weights.families,
        base=_rounded(weights.base[None] * warmth)[0],
        features={feature: (round(rarity, 3), *row) for (feature, rarity), row in rows},
        catalogue=dict(zip(weights.families, _rounded(weights.catalogue * warmth), strict=True)),
        sure_at=threshold,
        figures=figures_of(guesses, warmth, threshold, folds),
    )


def _guess(scores: np.ndarray, text: KnownText, families: tuple[str, ...]) -> Guess:
    fair = {families.index(family) for family in (text.family, text.also) if family}
    return Guess(tuple(scores.tolist()), families.index(text.family), frozenset(fair))


def _rounded(rows: np.ndarray) -> list[tuple[float, ...]]:
    return [tuple(row) for row in np.round(rows, 3).tolist()]


def _share(of: Iterable[bool]) -> float:
    held = list(of)
    return round(sum(held) / len(held), DIGITS) if held else 0.0
