"""How often the right known issue is suggested, over the judged pairs of the shared data, with either engine.

    python -m bench.relevance [postgres|meilisearch ...] [--data FOLDER] [--fit] [--json]

The weights that ship were fitted to the same pairs, so their own figure flatters them. Fairer are weights fitted to nine tenths
of the pairs and asked about the tenth, in turn, over several ways of parting them; "to other articles" parts them so that no article
is expected on both sides. Fairest is the last line: there also what is weighed and how strictly is chosen without the pairs asked
(`fitting.py`). `--fit` also prints the weights that all pairs together would give.
"""

import asyncio
import csv
import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import product, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench.fitting import (
    Choice,
    Figures,
    Judged,
    best_within,
    by_article,
    by_chance,
    figures_of,
    fit,
    in_turn,
    order,
    stacked,
)
from bench.search_engine import beside
from escalations.cli.suggesting_articles import BOUNDARIES, BOUNDARY, Engine, case_of, indexed_articles
from escalations.cli.text_rows import asked_rows
from escalations.known_issues.models import Article
from escalations.known_issues.queries import articles_after
from escalations.known_issues.search import KIND
from escalations.known_issues.suggesting import ranked_articles
from escalations.known_issues.weighing import weights
from escalations.platform.db import Scope, Session, nothing_to_record, transaction
from escalations.platform.search.meilisearch.engine import engine
from escalations.platform.search.meilisearch.rebuilding import rebuild

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
SHARES = tuple(weights()["with_meaning"])
STRICTNESSES, LEFT_OUT = (0.002, 0.005, 0.02), ((), ("guide", "troubles"), ("together",), ("phrases",))
"""What the fairest figure chooses from: how much large weights cost, and which shares are left out."""


Weighed = tuple[dict[str, Figures], dict[str, dict[str, float]]]


@dataclass(frozen=True)
class Outcome:
    by: dict[str, Figures]
    found: float
    milliseconds: float
    seconds: float
    fitted: dict[str, dict[str, float]]


async def measure(data: Path, engines: Sequence[Engine], told: Callable[[str, Outcome], None]) -> None:
    """The articles are read once for all engines, since reading takes most of the time; weights are fitted by all processors."""
    by_content = dict[bytes, Weighed]()
    with (
        Progress(console=Console(stderr=True), transient=True) as bars,
        ProcessPoolExecutor(mp_context=get_context("spawn")) as fitters,
    ):

        def weighed_once(judged: Sequence[Judged]) -> Weighed:
            """Where an engine finds the same as one before, the same follows from it."""
            content = content_of(judged)
            if content not in by_content:
                by_content[content] = weighed(judged, fitters)
            return by_content[content]

        async with indexed_articles(data / "articles", "postgres", bars):
            for which in engines:
                async with beside(which):
                    told(which, await _measured(data, weighed_once))


async def _measured(data: Path, weighed_once: Callable[[Sequence[Judged]], Weighed]) -> Outcome:
    began = time.monotonic()
    if (server := engine()) is not None:
        for boundary in BOUNDARIES:
            async with transaction(Scope.system(boundary)) as db:
                nothing_to_record(db, "an index follows from the documents")
                await rebuild(server, db, KIND, boundary)
    async with transaction(Scope.system(BOUNDARY)) as db:
        judged, milliseconds = await judged_pairs(db, data)
    found = sum(one.right in one.paths for one in judged) / len(judged)
    figures, fitted = await asyncio.to_thread(weighed_once, judged)
    return Outcome(figures, found, milliseconds, time.monotonic() - began, fitted)


def weighed(judged: Sequence[Judged], fitters: Executor) -> Weighed:
    """Figures by the shares that are weighed and how their weights were made, and the weights that all pairs together give."""
    asked = [(name, how) for name in ("with_meaning", "by_words") for how in WAYS]
    figures = fitters.map(_figures, repeat(judged), *zip(*asked, strict=True))
    fitted = {name: _by_all(judged, name) for name in ("with_meaning", "by_words")}
    return {f"{name}, {how}": one for (name, how), one in zip(asked, figures, strict=True)}, fitted


def _figures(judged: Sequence[Judged], name: str, how: str) -> Figures:
    return WAYS[how](_shares_of(judged, name), name)


def _by_all(judged: Sequence[Judged], name: str) -> dict[str, float]:
    fitted = fit(stacked(_shares_of(judged, name)), usual(name))
    return dict(zip(weights()[name], np.round(fitted, 2).tolist(), strict=True))


def _shares_of(judged: Sequence[Judged], name: str) -> list[Judged]:
    columns = [SHARES.index(column) for column in weights()[name]]
    return [replace(one, shares=one.shares[:, columns]) for one in judged]


def _as_shipped(kept: Sequence[Judged], name: str) -> Figures:
    shipped = np.array(list(weights()[name].values()))
    return figures_of([order(one, shipped) for one in kept], kept)


WAYS: dict[str, Callable[[Sequence[Judged], str], Figures]] = {
    "as shipped": _as_shipped,
    "fitted without them": lambda kept, name: in_turn(kept, by_chance, lambda known, pairs: usual(name)),
    "fitted to other articles": lambda kept, name: in_turn(kept, by_article, lambda known, pairs: usual(name)),
    "chosen and fitted so": lambda kept, name: in_turn(kept, by_article, best_within(choices(list(weights()[name])))),
}


def usual(name: str) -> Choice:
    return Choice(columns=tuple(range(len(weights()[name]))))


def content_of(judged: Sequence[Judged]) -> bytes:
    told = sha256()
    for one in judged:
        told.update(
            repr((one.paths, one.right, sorted(one.fair))).encode() + one.shares.tobytes() + one.fixed.tobytes()
        )
    return told.digest()


def choices(columns: Sequence[str]) -> list[Choice]:
    return [
        Choice(tuple(at for at, name in enumerate(columns) if name not in left_out), strictness)
        for left_out, strictness in product(LEFT_OUT, STRICTNESSES)
    ]


async def judged_pairs(db: Session, data: Path) -> tuple[list[Judged], float]:
    """With the milliseconds that one suggestion takes."""
    cases = {row.id: case_of(row) for row in asked_rows(data / "issues_dev.jsonl")}
    paths = {article.id: str(article.source_path) for article in await _all_articles(db)}
    with (data / "case_article_pairs_dev.csv").open(encoding="utf-8") as file:
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


def _share(parts: Mapping[str, float], name: str) -> float:
    chosen = weights()["with_meaning" if "meaning" in parts else "by_words"]
    return parts.get(name, 0.0) / chosen[name] if name in chosen else 0.0


def tell(which: str, outcome: Outcome, console: Console, fitted: bool) -> None:
    table = Table(box=None, pad_edge=False, title=f"Suggestions, with {which}", title_justify="left")
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


@click.command()
@click.argument("engines", nargs=-1, type=click.Choice(["postgres", "meilisearch"]))
@click.option("--data", type=click.Path(path_type=Path), default=DATA, help="The folder of articles and judged pairs.")
@click.option("--fit", "fitted", is_flag=True, help="Also the weights that all pairs together would give.")
@click.option("--json", "as_json", is_flag=True)
def main(engines: Sequence[Any], data: Path, fitted: bool, as_json: bool) -> None:
    """Print how often the right known issue is suggested; with both engines where none is named."""
    if not data.exists():
        click.echo("The judged pairs are not here; they do not belong to the repository.")
        return
    outcomes = dict[str, Outcome]()

    def keep(which: str, outcome: Outcome) -> None:
        outcomes[which] = outcome
        if not as_json:
            tell(which, outcome, Console(highlight=False, width=120), fitted)

    asyncio.run(measure(data, engines or ["postgres", "meilisearch"], keep))
    if as_json:
        told = {
            name: {**vars(one), "by": {by: vars(two) for by, two in one.by.items()}} for name, one in outcomes.items()
        }
        click.echo(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
