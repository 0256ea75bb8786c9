"""Weights for what a case and an article share, fitted to some judged pairs and asked about others.

Three ways of asking, each fairer than the one before: pairs parted at random; parted so that no article is expected on both
sides; and so parted twice, where also what is weighed and how strictly is chosen on an inner parting, which never sees the
pairs that are asked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

FOLDS, PARTINGS, INNER_FOLDS = 10, 6, 5
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """One pair: the candidates as they were found, what each shares with the case, what is fixed, and which are right or would do."""

    paths: tuple[str, ...]
    shares: Numbers
    fixed: Numbers
    right: str
    fair: frozenset[str]


@dataclass(frozen=True)
class Figures:
    """Shares of the pairs: the expected article first, in the first five; any acceptable one first, in the first five."""

    first: float
    five: float
    fair_first: float
    fair_five: float


@dataclass(frozen=True)
class Choice:
    """What is decided before weights are fitted: which shares count, how much large weights cost, how much an acceptable article helps."""

    columns: tuple[int, ...]
    strictness: float = 0.005
    also_fair: float = 0.5


@dataclass(frozen=True)
class Stacked:
    """All pairs side by side, each with as many candidates as the one that has most; `fixed` is -inf where there is none."""

    shares: Numbers
    fixed: Numbers
    right: Numbers
    fair: Numbers

    def __getitem__(self, which: NDArray[np.bool_]) -> "Stacked":
        return Stacked(self.shares[which], self.fixed[which], self.right[which], self.fair[which])


def stacked(judged: Sequence[Judged]) -> Stacked:
    most, columns = max(len(one.paths) for one in judged), judged[0].shares.shape[1]
    found = Stacked(
        np.zeros((len(judged), most, columns)), np.full((len(judged), most), -np.inf), *np.zeros((2, len(judged), most))
    )
    for at, one in enumerate(judged):
        held = len(one.paths)
        found.shares[at, :held], found.fixed[at, :held] = one.shares, one.fixed
        found.right[at, :held] = [path == one.right for path in one.paths]
        found.fair[at, :held] = [path in one.fair for path in one.paths]
    return found


def fit(pairs: Stacked, choice: Choice) -> Numbers:
    """Weights, none below 0, that make the right article likely among the candidates, and in part any acceptable one. 0 for what does not count."""
    columns = list(choice.columns)
    there = np.isfinite(pairs.fixed)
    spread = pairs.shares[there][:, columns].std(axis=0) + 1e-9
    shares = pairs.shares[:, :, columns] / spread
    cost = choice.strictness * len(pairs.fixed)

    def loss(chosen: Numbers) -> tuple[float, Numbers]:
        chance = _chances(shares, pairs.fixed, chosen)
        total, slope = cost * float(chosen @ chosen), 2 * cost * chosen
        for wanted, weight in ((pairs.right, 1.0), (pairs.fair, choice.also_fair)):
            held = np.maximum((chance * wanted).sum(axis=1, keepdims=True), 0)
            known = held[:, 0] > 0
            total -= weight * float(np.log(held[known]).sum())
            pull = (chance[known] * wanted[known] / held[known]) - chance[known]
            slope = slope - weight * np.einsum("pc,pck->k", pull, shares[known])
        return total, slope

    start = np.full(len(columns), 0.1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    weights = np.zeros(pairs.shares.shape[2])
    weights[columns] = found.x / spread
    return weights


def _chances(shares: Numbers, fixed: Numbers, weights: Numbers) -> Numbers:
    score = shares @ weights + fixed
    chance = np.exp(score - score.max(axis=1, keepdims=True))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True))


def order(one: Judged, weights: Numbers) -> list[str]:
    return [one.paths[at] for at in np.argsort(-(one.shares @ weights + one.fixed), kind="stable")]


def figures_of(orders: Sequence[Sequence[str]], judged: Sequence[Judged]) -> Figures:
    both = list(zip(orders, judged, strict=True))
    return Figures(
        first=_part(order[0] == one.right for order, one in both), five=_part(one.right in order[:5] for order, one in both),
        fair_first=_part(order[0] in one.fair for order, one in both),
        fair_five=_part(bool(one.fair & set(order[:5])) for order, one in both),
    )  # fmt: skip


def _part(answers: Iterator[bool]) -> float:
    return float(np.mean(list(answers)))


Parted = Callable[[Sequence[Judged], int, np.random.Generator], NDArray[np.int_]]
Chosen = Callable[[Sequence[Judged], Stacked], Choice]


def by_chance(judged: Sequence[Judged], folds: int, random: np.random.Generator) -> NDArray[np.int_]:
    return random.permutation(len(judged)) % folds


def by_article(judged: Sequence[Judged], folds: int, random: np.random.Generator) -> NDArray[np.int_]:
    articles = sorted({one.right for one in judged})
    fold = dict(zip(articles, random.permutation(len(articles)) % folds, strict=True))
    return np.array([fold[one.right] for one in judged])


def in_turn(judged: Sequence[Judged], parted: Parted, chosen: Chosen) -> Figures:
    """Each pair is ordered by weights that never saw it; the mean over several partings."""
    pairs, found = stacked(judged), []
    for parting in range(PARTINGS):
        fold = parted(judged, FOLDS, np.random.default_rng(parting))
        orders: list[list[str]] = [[]] * len(judged)
        for part in range(FOLDS):
            known = [one for one, where in zip(judged, fold, strict=True) if where != part]
            weights = fit(pairs[fold != part], chosen(known, pairs[fold != part]))
            for at in np.flatnonzero(fold == part):
                orders[at] = order(judged[at], weights)
        found.append(figures_of(orders, judged))
    return Figures(*np.mean([list(vars(one).values()) for one in found], axis=0).tolist())


def best_within(choices: Sequence[Choice]) -> Chosen:
    """The choice under which the right article is likeliest where it was not fitted, on an inner parting of the pairs one has."""

    def chosen(judged: Sequence[Judged], pairs: Stacked) -> Choice:
        fold = by_article(judged, INNER_FOLDS, np.random.default_rng(len(judged)))
        return max(choices, key=lambda choice: _likely(pairs, choice, fold))

    return chosen


def _likely(pairs: Stacked, choice: Choice, fold: NDArray[np.int_]) -> float:
    """The mean logarithm of the chance of the right article, of pairs that have it among their candidates."""
    told: list[float] = []
    for part in range(INNER_FOLDS):
        asked = pairs[(fold == part) & (pairs.right.sum(axis=1) > 0)]
        chance = _chances(asked.shares, asked.fixed, fit(pairs[fold != part], choice))
        told.extend(np.log((chance * asked.right).sum(axis=1)).tolist())
    return float(np.mean(told))
