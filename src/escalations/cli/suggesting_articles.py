"""`escalations search suggest`: known issues for cases, all from files, on a database that is thrown away afterwards."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any, Literal

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..cases.models import Case
from ..catalog.loading import catalogue
from ..known_issues.models import EVERYWHERE
from ..known_issues.queries import articles_after
from ..known_issues.search import KIND, index_every_article
from ..known_issues.suggesting import Suggestion, ranked_articles
from ..platform.db import Scope, Session, nothing_to_record, transaction
from ..platform.search import sweep_terms
from ..platform.search.meilisearch.engine import engine
from ..platform.search.meilisearch.rebuilding import rebuild
from ..platform.time import now
from ..routing.reading import read_text
from .importing_articles import ArticleTally, import_articles, markdown_files
from .text_rows import Asked, asked_rows
from .throw_away import no_meilisearch, throw_away_database, throw_away_meilisearch
from .whole_files import whole_file

BOUNDARY = "public"
BOUNDARIES = (BOUNDARY, EVERYWHERE)
"""Of the cases, and where their articles may be; an article that says it belongs elsewhere is suggested to none."""
ANSWERS, DIGITS, TOLD_FAILURES = 10, 4, 20
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Engine = Literal["postgres", "meilisearch"]
Answer = dict[str, Any]


@click.command("suggest")
@click.option("--input", "source", type=FILE, required=True, help="Cases (JSON lines).")
@click.option(
    "--articles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="A folder of Markdown files.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="What is suggested (JSON lines)."
)
@click.option(
    "--engine",
    "by",
    type=click.Choice(["postgres", "meilisearch"]),
    default="postgres",
    show_default=True,
    help="With Meilisearch, it adds candidates where PostgreSQL finds fewer than are weighed.",
)
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def suggest_command(source: Path, articles: Path, output: Path, by: Engine, as_json: bool) -> None:
    """Say for each case which articles it may be about, as the page of a case does, and why.

    \b
    A line of the input, and what is answered in the same order:
      {"id": 7, "title": "...", "description": "...", "error_codes": ["..."]}
      {"id": 7, "articles": [{"path": "aks/dns.md", "score": 21.4,
       "evidence": [{"text": "words", "weight": 6.1}, {"text": "AADSTS50011", ...}]}, ...]}
    `summary` may stand for `description`; anything else is ignored. Ten articles, the best first; `path` is below the folder.

    It works from these files alone, on servers of its own in a temporary folder: no configured database or search engine is touched.
    Meilisearch is found by MEILISEARCH_BIN, in node_modules, or on the PATH.

    \b
    Example:
      escalations search suggest --input cases.jsonl --articles docs/known-issues --output suggested.jsonl

    Exit code 0: done, 1: a line is bad (each is named), no article could be read, or a server did not start; nothing is written then,
    2: it was asked wrongly.
    """
    _check(source, articles, output)
    rows = asked_rows(source)
    began = monotonic()
    answers, tally = asyncio.run(suggest_from_files(rows, articles, by))
    with whole_file(output) as file:
        file.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    _tell(answers, tally, output, as_json, monotonic() - began)


def _check(source: Path, articles: Path, output: Path) -> None:
    if not output.resolve().parent.is_dir():
        raise click.UsageError(f"There is no folder {output.parent}. Make it first.")
    if output.exists() and output.samefile(source):
        raise click.UsageError("--output would overwrite what is read. Name another file.")
    if output.resolve().is_relative_to(articles.resolve()) and output.suffix == ".md":
        raise click.UsageError("--output would be an article. Name another file.")
    if not markdown_files(articles):
        raise click.ClickException(f"There is no Markdown file (.md) below {articles}.")


async def suggest_from_files(rows: Sequence[Asked], articles: Path, by: Engine) -> tuple[list[Answer], ArticleTally]:
    """Needs no configuration, and leaves nothing behind."""
    with _progress() as bars:
        async with indexed_articles(articles, by, bars) as tally, transaction(Scope.system(BOUNDARY)) as db:
            paths = await _paths(db)
            bar = bars.add_task("Suggesting", total=len(rows))
            answers = []
            for row in rows:
                ranked = await ranked_articles(db, case_of(row))
                answers.append({"id": row.id, "articles": [told(one, paths) for one in ranked[:ANSWERS]]})
                bars.advance(bar)
            return answers, tally


@asynccontextmanager
async def indexed_articles(articles: Path, by: Engine, bars: Progress) -> AsyncIterator[ArticleTally]:
    """A connected database that holds the articles and nothing else, ready to be searched."""
    async with throw_away_database() as home, throw_away_meilisearch(home) if by == "meilisearch" else no_meilisearch():
        number = len(markdown_files(articles))
        reading, indexing = bars.add_task("Reading articles", total=number), bars.add_task("Indexing", total=number)
        importing = asyncio.create_task(import_articles(articles, BOUNDARY, done=lambda: bars.advance(reading)))
        beside = _indexed_beside(importing, lambda number: bars.advance(indexing, number))
        tally, _ = await asyncio.gather(importing, beside)
        if not tally.fates:
            raise click.ClickException("\n".join([*_failures(tally), "No article could be read. Nothing was written."]))
        for boundary in BOUNDARIES:
            await _ready(boundary)
        yield tally


async def _indexed_beside(importing: "asyncio.Task[ArticleTally]", done: Callable[[int], None]) -> None:
    """Articles are read closely while others are still being stored, so that no processor waits for the other."""
    for boundary, lots in zip(BOUNDARIES, (2, 1), strict=True):
        await index_every_article(boundary, done, side_by_side=lots, more_may_come=lambda: not importing.done())


async def _ready(boundary: str) -> None:
    async with transaction(Scope.system(boundary)) as db:
        nothing_to_record(db, "the index follows from the articles")
        await sweep_terms(db, now())
        server = engine()
        if server is not None:
            await rebuild(server, db, KIND, boundary)


async def _paths(db: Session) -> dict[int, str]:
    found: dict[int, str] = {}
    for boundary in BOUNDARIES:
        last = 0
        while some := await articles_after(db, boundary, last, 500):
            found |= {article.id: article.source_path or article.ref for article in some}
            last = some[-1].id
    return found


def case_of(row: Asked) -> Case:
    """Understood as a new case is."""
    reading = read_text(row.title, row.description, row.error_codes, [], catalogue())
    return Case(
        id=0, boundary=BOUNDARY, title=row.title, description=row.description, family=reading.family or "other",
        product=reading.product, error_codes=list(reading.error_codes), resources=[], customer_id=0, claimed="C", severity="C",
        queue="", opened_at=now(), queued_at=now(), changed_at=now(),
    )  # fmt: skip


def told(one: Suggestion, paths: dict[int, str]) -> Answer:
    return {"path": paths[one.article_id], "score": round(one.score, DIGITS), "evidence": one.weighed_evidence}


def _tell(answers: list[Answer], tally: ArticleTally, output: Path, as_json: bool, seconds: float) -> None:
    outcome = Counter({"rows": len(answers), "articles": sum(tally.fates.values()), "failed": len(tally.failures)})
    if as_json:
        click.echo(json.dumps({**outcome, "output": str(output), "seconds": round(seconds, 1)}))
        return
    for line in _failures(tally):
        click.echo(line, err=True)
    click.echo(
        f"{outcome['rows']} cases held against {outcome['articles']} articles in {seconds:.0f} s. {output} holds the answers."
    )


def _failures(tally: ArticleTally) -> list[str]:
    more = [f"… and {len(tally.failures) - TOLD_FAILURES} more files."] if len(tally.failures) > TOLD_FAILURES else []
    return [f"{path}: left out. {reason}" for path, reason in tally.failures[:TOLD_FAILURES]] + more


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True
    )  # fmt: skip
