"""`escalations import articles`: a folder of Markdown files as known-issue articles."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import SQLAlchemyError

from ..catalog.loading import catalogue
from ..known_issues.actions import fate_of, import_article
from ..known_issues.article_files import Unreadable, read_article
from ..known_issues.models import EVERYWHERE
from ..platform.db import Scope, transaction
from ..platform.errors import Refused
from .connecting import connected

SAID = {
    "added": "added",
    "revised": "revised",
    "unchanged": "there already",
    "kept": "left alone, because people changed them here",
}
TOLD_FAILURES = 20


@dataclass
class ArticleTally:
    fates: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def files(self) -> int:
        return sum(self.fates.values()) + len(self.failures)


async def import_articles(
    directory: Path,
    boundary: str,
    *,
    dry_run: bool = False,
    confidence: str = "not_validated",
    done: Callable[[], None] = lambda: None,
) -> ArticleTally:
    """Each file in a transaction of its own: what fails is told and stops nothing. Needs a connected database."""
    tally = ArticleTally()
    for path in markdown_files(directory):
        try:
            tally.fates[await _import_one(path, directory, boundary, confidence, dry_run)] += 1
        except (Unreadable, Refused) as problem:
            tally.failures.append((path.relative_to(directory).as_posix(), str(problem)))
        except (OSError, SQLAlchemyError) as problem:
            tally.failures.append(
                (path.relative_to(directory).as_posix(), f"It could not be stored: {_first_line(problem)}")
            )
        done()
    return tally


async def _import_one(path: Path, directory: Path, boundary: str, confidence: str, dry_run: bool) -> str:
    file = read_article(path, directory)
    async with transaction(Scope.system(file.boundary or boundary)) as db:
        if dry_run:
            return await fate_of(db, file, file.boundary or boundary)
        return await import_article(db, file, boundary, confidence=confidence)


def markdown_files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*.md") if path.is_file())


def _first_line(problem: Exception) -> str:
    return (str(getattr(problem, "orig", problem)).splitlines() or [type(problem).__name__])[0]


@click.command("articles")
@click.argument("directory", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--boundary", default=EVERYWHERE, show_default=True, help="Whose they are, where a file does not say it.")
@click.option(
    "--confidence", type=click.Choice(["work_in_progress", "not_validated", "validated"]), default="not_validated",
    show_default=True, help="How far they can be trusted, where a file does not say it.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Read everything, say what would happen, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def articles_command(directory: Path, boundary: str, confidence: str, dry_run: bool, as_json: bool) -> None:
    """Bring in every Markdown file below FOLDER as a known-issue article.

    \b
    Front matter that is understood (all of it optional):
      title, family, products, error_codes, confidence, audience,
      boundary, state, fix_eta or fix_eta_days, fixed_in

    Without it the first heading is the title, and family, product and error codes are read from the text.
    A file is known by its path below FOLDER: the same content again changes nothing, new content revises the article,
    and an article that people changed here is left alone.

    \b
    Example:
      escalations import articles docs/known-issues --boundary public --dry-run

    Exit code 0: every file is in, 1: some files failed, 2: it was asked wrongly.
    """
    if boundary not in (*catalogue().boundaries, EVERYWHERE):
        raise click.UsageError(
            f"There is no boundary {boundary}. Known are: {', '.join((*catalogue().boundaries, EVERYWHERE))}."
        )
    began = monotonic()
    tally = asyncio.run(_run(directory, boundary, confidence, dry_run))
    _tell(tally, dry_run, as_json, monotonic() - began)
    raise SystemExit(1 if tally.failures else 0)


async def _run(directory: Path, boundary: str, confidence: str, dry_run: bool) -> ArticleTally:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with connected():
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Reading" if dry_run else "Importing", total=len(markdown_files(directory)))
            return await import_articles(
                directory, boundary, dry_run=dry_run, confidence=confidence, done=lambda: bar.advance(task)
            )


def _tell(tally: ArticleTally, dry_run: bool, as_json: bool, seconds: float) -> None:
    if as_json:
        click.echo(json.dumps(_as_json(tally), indent=1, ensure_ascii=False))
        return
    console = Console(highlight=False, soft_wrap=True)
    counts = ", ".join(f"{tally.fates[fate]} {said}" for fate, said in SAID.items() if tally.fates[fate])
    would = "would be: " if dry_run and counts else ""
    console.print(f"{tally.files} files: {would}{counts or 'none'}, {len(tally.failures)} failed ({seconds:.1f} s).")
    for path, reason in tally.failures[:TOLD_FAILURES]:
        console.print(f"[red]{escape(path)}[/] {escape(reason)}")
    if len(tally.failures) > TOLD_FAILURES:
        console.print(f"… and {len(tally.failures) - TOLD_FAILURES} more files.")


def _as_json(tally: ArticleTally) -> dict[str, Any]:
    failures = [{"file": path, "reason": reason} for path, reason in tally.failures]
    return {
        "files": tally.files,
        **{fate: tally.fates[fate] for fate in SAID},
        "failed": len(failures),
        "failures": failures,
    }
