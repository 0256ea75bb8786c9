"""How often the right known issue is suggested, over the judged pairs of the shared data, with either engine.

    python -m bench.relevance [postgres|meilisearch ...] [--fit] [--json]

The weights that ship were fitted to the same pairs, so their own figure flatters them. The honest one is that of weights
fitted to nine tenths of the pairs and asked about the tenth, in turn, over several ways of parting them; "to other articles"
parts them so that no article is expected on both sides. `--fit` also prints the weights that all pairs together would give.
"""

import asyncio
import csv
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from scipy.optimize import minimize

from escalations.cli.suggesting_articles import BOUNDARIES, BOUNDARY, Engine, case_of, indexed_articles
from escalations.cli.text_rows import asked_rows
from escalations.known_issues.models import Article
from escalations.known_issues.queries import articles_after
from escalations.known_issues.suggesting import ranked_articles
from escalations.known_issues.weighing import weights
from escalations.platform.db import Scope, Session, transaction

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
FOLDS, PARTINGS, STRICTNESS, ALSO_FAIR = 10, 6, 0.005, 0.5
TARGETS = (0.65, 0.92, 0.75, 0.96)
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
class Outcome:
    by: dict[str, Figures]
    found: float
    milliseconds: float
    seconds: float
    fitted: dict[str, dict[str, float]]


async def measure(engine: Engine) -> Outcome:
    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as bars:
        async with indexed_articles(DATA / "articles", engine, bars), transaction(Scope.system(BOUNDARY)) as db:
            judged, milliseconds = await _judged(db)
    found = sum(one.right in one.paths for one in judged) / len(judged)
    figures, fitted = {}, {}
    for name in ("with_meaning", "by_words"):
        columns, shipped = list(weights()[name]), np.array(list(weights()[name].values()))
        kept = [_narrowed(one, columns) for one in judged]
        figures[f"{name}, as shipped"] = figures_of([_order(one, shipped) for one in kept], kept)
        figures[f"{name}, fitted without them"] = _in_turn(kept, _parted)
        figures[f"{name}, fitted to other articles"] = _in_turn(kept, _parted_by_article)
        fitted[name] = dict(zip(columns, np.round(fit(kept), 2).tolist(), strict=True))
    return Outcome(figures, found, milliseconds, time.monotonic() - began, fitted)


async def _judged(db: Session) -> tuple[list[Judged], float]:
    cases = {row.id: case_of(row) for row in asked_rows(DATA / "issues_dev.jsonl")}
    paths = {article.id: str(article.source_path) for article in await _all_articles(db)}
    with (DATA / "case_article_pairs_dev.csv").open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file))
    judged, taken = [], 0.0
    for pair in pairs:
        began = time.perf_counter()
        ranked = await ranked_articles(db, cases[pair["issue_id"]])
        taken += time.perf_counter() - began
        fair = frozenset(filter(None, [pair["expected_article"], *pair["acceptable_articles"].split(";")]))
        shares = np.array([[_share(one.parts, name) for name in SHARES] for one in ranked])
        fixed = np.array([sum(part for name, part in one.parts.items() if name not in SHARES) for one in ranked])
        judged.append(
            Judged(tuple(paths[one.article_id] for one in ranked), shares, fixed, pair["expected_article"], fair)
        )
    return judged, taken / len(pairs) * 1000


async def _all_articles(db: Session) -> list[Article]:
    return [one for boundary in BOUNDARIES for one in await articles_after(db, boundary, 0, 100_000)]


SHARES = tuple(weights()["with_meaning"])


def _share(parts: Mapping[str, float], name: str) -> float:
    chosen = weights()["with_meaning" if "meaning" in parts else "by_words"]
    return parts.get(name, 0.0) / chosen[name] if name in chosen else 0.0


def _narrowed(one: Judged, columns: Sequence[str]) -> Judged:
    return replace(one, shares=one.shares[:, [SHARES.index(name) for name in columns]])


def _order(one: Judged, chosen: Numbers) -> list[str]:
    return [one.paths[at] for at in np.argsort(-(one.shares @ chosen + one.fixed), kind="stable")]


def figures_of(orders: Sequence[Sequence[str]], judged: Sequence[Judged]) -> Figures:
    both = list(zip(orders, judged, strict=True))
    return Figures(
        first=_part(order[0] == one.right for order, one in both), five=_part(one.right in order[:5] for order, one in both),
        fair_first=_part(order[0] in one.fair for order, one in both),
        fair_five=_part(bool(one.fair & set(order[:5])) for order, one in both),
    )  # fmt: skip


def _part(answers: Iterator[bool]) -> float:
    return float(np.mean(list(answers)))


def _parted(judged: Sequence[Judged], random: np.random.Generator) -> Numbers:
    return random.permutation(len(judged)) % FOLDS


def _parted_by_article(judged: Sequence[Judged], random: np.random.Generator) -> Numbers:
    articles = sorted({one.right for one in judged})
    fold = dict(zip(articles, random.permutation(len(articles)) % FOLDS, strict=True))
    return np.array([fold[one.right] for one in judged])


def _in_turn(judged: Sequence[Judged], parted: Callable[[Sequence[Judged], np.random.Generator], Numbers]) -> Figures:
    """Each pair is ordered by weights that never saw it; the mean over several partings."""
    found = []
    for parting in range(PARTINGS):
        fold = parted(judged, np.random.default_rng(parting))
        orders: list[list[str]] = [[]] * len(judged)
        for part in range(FOLDS):
            chosen = fit([one for one, where in zip(judged, fold, strict=True) if where != part])
            for at in np.flatnonzero(fold == part):
                orders[at] = _order(judged[at], chosen)
        found.append(figures_of(orders, judged))
    return Figures(*np.mean([list(vars(one).values()) for one in found], axis=0).tolist())


def fit(judged: Sequence[Judged]) -> Numbers:
    """Weights, none below 0, that make the right article likely among the candidates, and in part any acceptable one."""
    rows = np.concatenate([one.shares for one in judged])
    spread = rows.std(axis=0) + 1e-9
    scaled = [(one.shares / spread, one.fixed, *_wanted(one)) for one in judged]

    def loss(chosen: Numbers) -> tuple[float, Numbers]:
        total, slope = STRICTNESS * len(judged) * float(chosen @ chosen), 2 * STRICTNESS * len(judged) * chosen
        for shares, fixed, right, fair in scaled:
            score = shares @ chosen + fixed
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            for wanted, weight in ((right, 1.0), (fair, ALSO_FAIR)):
                held = float(chance @ wanted)
                if held > 0:
                    total -= weight * float(np.log(held))
                    slope = slope - weight * ((chance * wanted / held - chance) @ shares)
        return total, slope

    start = np.full(rows.shape[1], 0.1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    return np.asarray(found.x / spread)


def _wanted(one: Judged) -> tuple[Numbers, Numbers]:
    right = np.array([float(path == one.right) for path in one.paths])
    return right, np.array([float(path in one.fair) for path in one.paths])


def tell(engine: str, outcome: Outcome, console: Console, fitted: bool) -> None:
    table = Table(box=None, pad_edge=False, title=f"Suggestions, candidates by {engine}", title_justify="left")
    for heading in ("Weights", "Expected first", "in five", "Acceptable first", "in five"):
        table.add_column(heading, justify="left" if heading == "Weights" else "right")
    for name, one in outcome.by.items():
        table.add_row(name.replace("_", " "), *(f"{share:.1%}" for share in vars(one).values()))
    console.print(table)
    console.print(
        f"{outcome.found:.1%} of the expected articles are among the candidates. One suggestion takes {outcome.milliseconds:.0f} ms; "
        f"all of it took {outcome.seconds:.0f} s.\n"
    )
    if fitted:
        console.print(outcome.fitted)


def main(arguments: Sequence[str]) -> None:
    if not DATA.exists():
        print("The judged pairs are not here; they do not belong to the repository.")
        return
    engines: list[Any] = [one for one in arguments if not one.startswith("-")] or ["postgres", "meilisearch"]
    outcomes = {}
    for engine in engines:
        outcomes[engine] = asyncio.run(measure(engine))
        if "--json" not in arguments:
            tell(engine, outcomes[engine], Console(highlight=False, soft_wrap=True), "--fit" in arguments)
    if "--json" in arguments:
        told = {
            name: {**vars(one), "by": {by: vars(two) for by, two in one.by.items()}} for name, one in outcomes.items()
        }
        print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
