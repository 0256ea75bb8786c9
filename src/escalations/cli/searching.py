"""`escalations search`: the search engine made anew, and held against the database."""

import asyncio
import json
from collections.abc import Callable

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import text

from ..platform.db import Scope, nothing_to_record, transaction
from ..platform.search import disconnect_engine
from ..platform.search.meilisearch.engine import engine
from ..platform.search.meilisearch.rebuilding import rebuild
from ..platform.search.meilisearch.transport import EngineDown, Meilisearch
from ..platform.search.meilisearch.verifying import Differences, repair, verify
from .connecting import connected
from .sight import everywhere
from .suggesting_articles import suggest_command

Place = tuple[str, str, int]
"""Kind, boundary and number of documents."""


@click.group("search")
def search_group() -> None:
    """The search engine beside the database: make its indexes anew, or check that they are true."""


search_group.add_command(suggest_command)


@search_group.command("reindex")
@click.option(
    "--kind", "kinds", multiple=True, help="Only this kind, such as case or known_issue; may be given more than once."
)
@click.option("--boundary", "boundaries", multiple=True, help="Only this boundary; may be given more than once.")
@click.option("--dry-run", is_flag=True, help="Say what would be made anew, and do nothing.")
def reindex_command(kinds: tuple[str, ...], boundaries: tuple[str, ...], dry_run: bool) -> None:
    """Make each index anew beside the one in use, then swap it in; searching goes on meanwhile.

    Exit code 0: done, 1: the search engine did not answer, 2: it was asked wrongly.

    \b
    Example:
      escalations search reindex --kind case --boundary public
    """
    asyncio.run(_reindex(kinds, boundaries, dry_run))


@search_group.command("verify")
@click.option("--repair", "mend", is_flag=True, help="Tell the engine again what differs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for scripts.")
def verify_command(mend: bool, as_json: bool) -> None:
    """Compare numbers and fingerprints of everything the engine holds with the database.

    Exit code 0: they agree, 1: they differ (also when it was repaired), 2: the search engine did not answer.

    \b
    Example:
      escalations search verify --repair
    """
    found = asyncio.run(_verify(mend))
    if as_json:
        click.echo(json.dumps([_told(one) for one in found], indent=1))
    else:
        for one in found:
            click.echo(_line(one))
    raise SystemExit(any(not one.are_none for one in found))


async def _reindex(kinds: tuple[str, ...], boundaries: tuple[str, ...], dry_run: bool) -> None:
    async with connected():
        there = await _places()
        _refuse_unknown(kinds, {kind for kind, _, _ in there}, "kind")
        _refuse_unknown(boundaries, {boundary for _, boundary, _ in there}, "boundary")
        places = [place for place in there if place[0] in (kinds or place) and place[1] in (boundaries or place)]
        if dry_run:
            for kind, boundary, documents in places:
                click.echo(f"{kind} in {boundary}: {documents:,} documents")
            return
        with _progress() as progress:
            for kind, boundary, documents in places:
                bar = progress.add_task(f"{kind} in {boundary}", total=documents)
                await _make_anew(kind, boundary, lambda number, bar=bar: progress.advance(bar, number))  # type: ignore[misc]


def _refuse_unknown(asked: tuple[str, ...], there: set[str], what: str) -> None:
    """A slip of the fingers would make nothing anew and say that all is well."""
    if wrong := sorted(set(asked) - there):
        raise click.UsageError(
            f"There is no document of {what} {wrong[0]}. There are: {', '.join(sorted(there)) or 'none at all'}."
        )


async def _make_anew(kind: str, boundary: str, told: Callable[[int], None]) -> None:
    try:
        async with transaction(Scope.system(boundary)) as db:
            nothing_to_record(db, "an index follows from the documents")
            await rebuild(_server(), db, kind, boundary, told)
    except EngineDown as problem:
        raise click.ClickException(f"{kind} in {boundary}: {problem} The index in use was left as it was.") from problem
    finally:
        await disconnect_engine()


async def _verify(mend: bool) -> list[Differences]:
    async with connected():
        found = []
        try:
            for kind, boundary, _ in await _places():
                async with transaction(Scope.system(boundary)) as db:
                    nothing_to_record(db, "an index follows from the documents")
                    found.append(await verify(_server(), db, kind, boundary))
                    if mend and not found[-1].are_none:
                        await repair(db, found[-1])
        except EngineDown as problem:
            click.echo(f"The search engine did not answer: {problem}", err=True)
            raise SystemExit(2) from problem
        finally:
            await disconnect_engine()
        return found


def _server() -> Meilisearch:
    server = engine()
    if server is None:
        raise click.UsageError(
            "No search engine is configured: set MEILISEARCH_URL. PostgreSQL searches meanwhile and needs no index."
        )
    return server


async def _places() -> list[Place]:
    _server()
    async with transaction(everywhere()) as db:
        counted = text(
            "SELECT kind, boundary, count(*) FROM search_document GROUP BY kind, boundary ORDER BY kind, boundary"
        )
        return [(kind, boundary, number) for kind, boundary, number in (await db.execute(counted)).all()]


def _told(one: Differences) -> dict[str, object]:
    return {**vars(one), "agrees": one.are_none}


def _line(one: Differences) -> str:
    if one.are_none:
        return f"{one.kind} in {one.boundary}: {one.documents:,} documents, all alike"
    said = [(one.missing, "missing"), (one.stale, "out of date"), (one.extra, "too many")]
    return f"{one.kind} in {one.boundary}: {one.documents:,} documents; " + ", ".join(
        f"{len(numbers):,} {words} ({', '.join(map(str, numbers[:5]))}{', …' if len(numbers) > 5 else ''})"
        for numbers, words in said
        if numbers
    )


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)
    )  # fmt: skip
