"""`escalations import incidents`: what was broken before, from a file of past incidents."""

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
from ..integrations.feeds.archiving import archive_feed, entries_in, take_entry, tried
from ..integrations.feeds.dialects import NotUnderstood
from ..integrations.feeds.models import Reading
from ..platform.db import Scope, transaction
from .connecting import connected

SAID = {
    "applied": "brought in as incidents",
    "kept": "kept as maintenance or advisories",
    "unchanged": "said nothing new",
    "there": "there already",
    "shelved": "on the shelf",
}
TOLD_FAILURES = 20


@dataclass
class IncidentTally:
    fates: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[int, str]] = field(default_factory=list)

    def count(self, number: int, reading: Reading | None) -> None:
        self.fates[reading.outcome if reading else "there"] += 1
        if reading is not None and reading.outcome == "shelved":
            self.failures.append((number, reading.said))


async def import_incidents(
    entries: list[bytes], boundary: str, *, done: Callable[[], None] = lambda: None
) -> IncidentTally:
    """Each entry in a transaction of its own: killed in between, the next run goes on where this one was. Needs a connected database."""
    tally = IncidentTally()
    async with transaction(Scope.system(boundary)) as db:
        feed = await archive_feed(db, boundary)
    for number, entry in enumerate(entries, 1):
        try:
            async with transaction(Scope.system(boundary)) as db:
                tally.count(number, await take_entry(db, feed, entry))
        except (OSError, SQLAlchemyError) as problem:
            tally.failures.append((number, f"It could not be stored: {_first_line(problem)}"))
        done()
    return tally


def _first_line(problem: Exception) -> str:
    return (str(getattr(problem, "orig", problem)).splitlines() or [type(problem).__name__])[0]


@click.command("incidents")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--boundary", default="public", show_default=True, help="Whose incidents they are.")
@click.option("--dry-run", is_flag=True, help="Read everything, say what it tells of, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def incidents_command(file: Path, boundary: str, dry_run: bool, as_json: bool) -> None:
    """Bring in past incidents from FILE, a JSON list.

    \b
    Of each entry these are read:
      id, title, start, end, kind (incident, planned_maintenance, advisory),
      service or services, families, regions, severity (low, medium, high),
      status, url, updates (each with time, status and text)

    They are stored as they are and read as what a feed delivers: an incident that was over long ago keeps its own times and ends up
    resolved; nobody is told of it. The same file again changes nothing.

    \b
    Example:
      escalations import incidents incidents.json --boundary public --dry-run

    Exit code 0: every entry is in, 1: some were not understood, 2: it was asked wrongly.
    """
    if boundary not in catalogue().boundaries:
        raise click.UsageError(f"There is no boundary {boundary}. Known are: {', '.join(catalogue().boundaries)}.")
    try:
        entries = entries_in(file.read_bytes())
    except NotUnderstood as problem:
        raise click.UsageError(str(problem)) from problem
    began = monotonic()
    tally = _tried(entries) if dry_run else asyncio.run(_run(entries, boundary))
    _tell(tally, len(entries), dry_run, as_json, monotonic() - began)
    raise SystemExit(1 if tally.failures else 0)


def _tried(entries: list[bytes]) -> IncidentTally:
    tally = IncidentTally()
    for number, fate in enumerate(tried(entries), 1):
        if fate.startswith("failed: "):
            tally.failures.append((number, fate.removeprefix("failed: ")))
        tally.fates["applied" if "incident" in fate else "shelved" if fate.startswith("failed") else "kept"] += 1
    return tally


async def _run(entries: list[bytes], boundary: str) -> IncidentTally:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with connected():
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Importing", total=len(entries))
            return await import_incidents(entries, boundary, done=lambda: bar.advance(task))


def _tell(tally: IncidentTally, entries: int, dry_run: bool, as_json: bool, seconds: float) -> None:
    if as_json:
        click.echo(json.dumps(_as_json(tally, entries), indent=1, ensure_ascii=False))
        return
    console = Console(highlight=False, soft_wrap=True)
    counts = ", ".join(f"{tally.fates[fate]} {said}" for fate, said in SAID.items() if tally.fates[fate])
    console.print(f"{entries} entries: {'would be: ' if dry_run else ''}{counts or 'none'} ({seconds:.1f} s).")
    for number, reason in tally.failures[:TOLD_FAILURES]:
        console.print(f"[red]entry {number}[/] {escape(reason)}")
    if len(tally.failures) > TOLD_FAILURES:
        console.print(f"… and {len(tally.failures) - TOLD_FAILURES} more.")


def _as_json(tally: IncidentTally, entries: int) -> dict[str, Any]:
    failures = [{"entry": number, "reason": reason} for number, reason in tally.failures]
    return {"entries": entries, **{fate: tally.fates[fate] for fate in SAID}, "failures": failures}
