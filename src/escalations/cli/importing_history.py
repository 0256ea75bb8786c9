"""`escalations import history`: what can be said, how far it is, and what came of it."""

import asyncio
import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from .case_files import Row, write_failures
from .connecting import connected
from .history_importer import BY_HAND, HistoryImporter, HistoryTally, Told

STOPPED = 130
TOLD_FAILURES = 20
PATH = click.Path(exists=True, path_type=Path)


def files_in(paths: Sequence[Path]) -> list[Path]:
    found = [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    if not found:
        raise click.UsageError("There is no .jsonl file in that folder.")
    return found


@click.command("history")
@click.argument("paths", metavar="FILE|FOLDER...", nargs=-1, required=True, type=PATH)
@click.option(
    "--source",
    required=True,
    metavar="NAME",
    help="What the earlier system is called. It goes before its keys and into the record.",
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, say what would be brought in, write nothing.")
@click.option(
    "--errors", "errors_path", type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the lines that failed here with their reasons, to mend and import.",
)  # fmt: skip
@click.option("--at-once", default=2, show_default=True, type=click.IntRange(1, 16), help="Transactions side by side.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def history_command(
    paths: tuple[Path, ...], source: str, dry_run: bool, errors_path: Path | None, at_once: int, as_json: bool
) -> None:
    """Bring in cases of an earlier system as they were there, from JSON lines.

    \b
    Each line is a case:
      key, customer, title, description, opened_at     are needed
      severity (A, B, C), product, family, region,
      contact, error_codes, resources, language,
      problem_started_at, owner                        as far as they are known
      closed_at, resolution, note                      of a closed case
      messages: [{by: customer|engineer|note, at, text, author}]

    Closed cases keep their times and get no clocks. An open one is routed by the rules in force, keeps its owner
    if they may have it here, and its answer is owed from now. Nobody is told or mailed. docs/importing.md has more.

    \b
    Example:
      escalations import history old-desk.jsonl --source old-desk --dry-run
      escalations import history old-desk.jsonl --source old-desk --errors mend.jsonl

    A key that is here already is skipped, so after Ctrl-C or a failure run the same command again.
    Exit code 0: every line is in, 1: some lines failed or the database
    went away, 2: it was asked wrongly, 130: you stopped it.
    """
    files = files_in(paths)
    if errors_path is not None and errors_path.exists() and any(errors_path.samefile(file) for file in files):
        raise click.UsageError("--errors would overwrite a file that is imported. Name another one.")
    importer, began = HistoryImporter(source, dry_run, at_once), monotonic()
    tally = asyncio.run(_run(importer, files))
    if errors_path is not None:
        write_failures(errors_path, [(_row(told), reason) for told, reason in tally.failures])
    _tell(tally, dry_run, errors_path, as_json, monotonic() - began)
    raise SystemExit(STOPPED if tally.stopped == BY_HAND else bool(tally.failures or tally.stopped))


async def _run(importer: HistoryImporter, files: list[Path]) -> HistoryTally:
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, importer.stop.set)
    async with connected(pool_size=importer.at_once):
        with _progress(
            "Checking" if importer.dry_run else "Importing", sum(file.stat().st_size for file in files)
        ) as bar:
            return await importer.run(files, lambda count: bar.advance(bar.task_ids[0], count))


@contextmanager
def _progress(told: str, total: int) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(told, total=total)
        yield bar


def _row(told: Told) -> Row:
    try:
        values = json.loads(told.line)
    except ValueError:
        values = None
    return Row(0, values if isinstance(values, dict) else {"line": told.line.decode(errors="replace").strip()})


def _tell(tally: HistoryTally, dry_run: bool, errors_path: Path | None, as_json: bool, seconds: float) -> None:
    if as_json:
        click.echo(json.dumps(_as_json(tally), indent=1, ensure_ascii=False))
        return
    console = Console(highlight=False, soft_wrap=True)
    done = "would be brought in" if dry_run else "brought in"
    rate = "" if dry_run or not tally.new else f", {tally.new / max(seconds, 0.001):,.0f} cases a second"
    console.print(
        f"{tally.new:,} of {tally.lines:,} lines {done}, {tally.there_already:,} there already, {len(tally.failures):,} failed ({seconds:.1f} s{rate})."
    )
    for told, reason in tally.failures[:TOLD_FAILURES]:
        console.print(f"[red]{escape(told.place)}[/] {escape(reason)}")
    if len(tally.failures) > TOLD_FAILURES:
        console.print(f"… and {len(tally.failures) - TOLD_FAILURES:,} more lines.")
    if tally.failures:
        where = f"{errors_path} holds them" if errors_path else "--errors FILE writes them"
        console.print(f"{where}, with the reasons, to mend and import again.")
    if tally.stopped:
        console.print(f"{tally.stopped}. Run the same command again to go on; what is there is skipped.")


def _as_json(tally: HistoryTally) -> dict[str, Any]:
    failures = [{"line": told.place, "reason": reason} for told, reason in tally.failures]
    told = {"lines": tally.lines, "imported": tally.new, "there_already": tally.there_already, "failed": len(failures)}
    return {**told, "failures": failures, "stopped": tally.stopped}
