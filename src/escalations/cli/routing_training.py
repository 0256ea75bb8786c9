"""`escalations routing train`: a model of texts from solved cases, known issues, and files."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ..cases.queries.resolved import resolved_cases
from ..catalog.loading import catalogue
from ..catalog.models import Catalogue
from ..known_issues.queries import taught_by
from ..platform.db import Scope, Session, transaction
from ..platform.resources import rules_dir
from ..routing.learning.model import TextModel
from ..routing.learning.model_files import save_model
from ..routing.learning.texts import KnownText, shipped_texts
from .connecting import connected
from .demo.texts import demo_texts
from .text_outcomes import tell_model
from .text_rows import known_rows

GIVEN, ARTICLE = 2.0, 1.0
BESIDE = (0.5, 0.1)
ALONE = (1.0, 0.3)
"""What our own texts and those of the demo world count: beside others, and where there are none."""
LEAST = 10
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class Order:
    inputs: tuple[Path, ...]
    from_database: bool
    shipped: bool
    without_ours: bool


@click.command("train")
@click.option(
    "--input", "inputs", type=FILE, multiple=True, help="Texts with their family (JSON lines). Can be said again."
)
@click.option("--database", "from_database", is_flag=True, help="With --input: learn from the database as well.")
@click.option("--shipped", is_flag=True, help="Only from the texts that ship: makes the model that ships.")
@click.option("--without-ours", is_flag=True, help="Leave the texts that ship out.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the model goes.")
@click.option("--dry-run", is_flag=True, help="Do everything, say how good it is, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def train_command(
    inputs: tuple[Path, ...], from_database: bool, shipped: bool, without_ours: bool, output: Path | None, dry_run: bool, as_json: bool
) -> None:  # fmt: skip
    """Learn what words of a text say about its family, and how sure one may be.

    Without --input it learns from the organisation's own closed cases (the family that solved them) and its known issues, over all
    boundaries; with --input from files alone, and needs no database. The texts that ship are always learned from as well, and count
    the less the more others there are.

    \b
    A line of a file:
      {"title": "...", "description": "...", "error_codes": ["..."], "family": "storage"}
    `summary` may stand for `description`; `secondary_family` is where sending it would be fair too; anything else is ignored.

    \b
    Example:
      escalations routing train --input solved.jsonl --output model.json
      escalations routing train --output model.json
    Then set ESCALATIONS_ROUTING_MODEL=model.json; a newer file is taken over while everything runs.

    Exit code 0: done, 1: the texts cannot be learned from (each bad line is named, nothing is written), 2: it was asked wrongly.
    """
    _check(inputs, from_database, shipped, without_ours, output, dry_run)
    known = catalogue()
    texts, background = _texts(Order(inputs, from_database or not (inputs or shipped), shipped, without_ours), known)
    _check_texts(texts)
    model = _trained(texts, background, known)
    if output is not None and not dry_run:
        save_model(model, output)
    _tell(model, None if dry_run else output, as_json)


def _check(
    inputs: tuple[Path, ...], from_database: bool, shipped: bool, without_ours: bool, output: Path | None, dry_run: bool
) -> None:
    if shipped and (inputs or from_database or without_ours):
        raise click.UsageError("--shipped goes with none of --input, --database and --without-ours.")
    if output is None and not dry_run:
        raise click.UsageError("Say where the model goes with --output FILE, or that none is wanted with --dry-run.")
    if output is not None and not output.resolve().parent.is_dir():
        raise click.UsageError(f"There is no folder {output.parent} for the model. Make it first.")
    if output is not None and any(output.exists() and output.samefile(path) for path in inputs):
        raise click.UsageError("--output would overwrite what is learned from. Name another file.")


def _texts(order: Order, known: Catalogue) -> tuple[list[KnownText], list[KnownText]]:
    """Those that are learned from and asked, and those that are only learned from."""
    own, demo = ALONE if order.shipped else BESIDE
    ours, shown = list(shipped_texts(rules_dir(), known, own)), list(demo_texts(demo))
    if order.shipped:
        return ours, shown
    texts = [text for path in order.inputs for text in known_rows(path, known, GIVEN)]
    if order.from_database:
        texts += asyncio.run(_from_database(known))
    return texts, [] if order.without_ours else [*ours, *shown]


async def _from_database(known: Catalogue) -> list[KnownText]:
    async with connected(), transaction(Scope.system(*known.boundaries)) as db:
        return [*(await _solved(db, known)), *(await _known_issues(db, known))]


async def _solved(db: Session, known: Catalogue) -> list[KnownText]:
    """The queue a case was closed in says whose it was, where it belongs to one family; else the case does."""
    texts = []
    async for batch in resolved_cases(db):
        for case in batch:
            queue = known.queues.get(case.queue)
            family = queue.families[0] if queue and len(queue.families) == 1 else case.family
            if family in known.families:
                texts.append(
                    KnownText(
                        title=case.title, description=case.description, error_codes=tuple(case.error_codes),
                        resources=tuple(case.resources), family=family, weight=GIVEN,
                    )
                )  # fmt: skip
    return texts


async def _known_issues(db: Session, known: Catalogue) -> list[KnownText]:
    return [
        KnownText(
            title=article.title, description=article.beginning, error_codes=tuple(article.error_codes), family=article.family, weight=ARTICLE
        )
        for article in await taught_by(db)
        if article.family in known.families
    ]  # fmt: skip


def _check_texts(texts: list[KnownText]) -> None:
    families = {text.family for text in texts}
    if len(texts) < LEAST or len(families) < 2:
        told = f"There are {len(texts)} texts of {len(families)} families to learn from."
        raise click.ClickException(
            f"{told} At least {LEAST}, of two families or more, are needed. Nothing was written."
        )


def _trained(texts: list[KnownText], background: list[KnownText], known: Catalogue) -> TextModel:
    """scikit-learn takes a second to load, which only this command should pay."""
    from ..routing.learning.validating import STEPS, train

    with _progress(STEPS) as step:
        return train(texts, background, known, step)


@contextmanager
def _progress(steps: int) -> Iterator[Callable[[str], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Reading the texts", total=steps)

        def step(told: str) -> None:
            bar.update(task, advance=1, description=told)
            if not console.is_terminal:
                console.print(told)

        yield step


def _tell(model: TextModel, written: Path | None, as_json: bool) -> None:
    if as_json:
        figures = msgspec.to_builtins(model.figures)
        told = {"model": str(written) if written else None, "features": len(model.features), "sure_at": model.sure_at}
        click.echo(json.dumps({**told, **figures}, indent=1))
        return
    console = Console(highlight=False, soft_wrap=True)
    tell_model(model, console)
    console.print(f"Written to {written}." if written else "A dry run: nothing was written.")
