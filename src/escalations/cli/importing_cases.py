"""`escalations import cases`: what can be said, how far it is, and what came of it."""

import asyncio
import json
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from ..catalog.loading import catalogue
from .arguments import Boundary
from .case_files import Row, rows_of, write_failures
from .case_importer import BY_HAND, Order, Tally, import_cases
from .case_rows import COLUMNS
from .connecting import connected

STOPPED = 130
TOLD_FAILURES = 20
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def columns_from(mappings: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """`title=headline` says which column holds the title; `family=` that no column does."""
    columns = dict(COLUMNS)
    for mapping in mappings:
        meaning, sign, column = mapping.partition("=")
        if not sign or meaning.strip() not in COLUMNS:
            raise click.UsageError(
                f"--map {mapping}: write MEANING=COLUMN, where the meaning is one of {', '.join(COLUMNS)}."
            )
        columns[meaning.strip()] = (column.strip(),) if column.strip() else ()
    return columns


@click.command("cases")
@click.argument("path", metavar="FILE", type=FILE)
@click.option(
    "--customer",
    metavar="NAME|CU-5|*",
    help="For rows that name no customer. * takes all customers of the boundary in turn, to try things out.",
)
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="MEANING=COLUMN",
    help="Which column holds what. Nothing after = leaves it to the reading of the text.",
)
@click.option(
    "--as",
    "email",
    metavar="EMAIL",
    help="In whose name and sight. Default: the system, in the boundary of each row's customer.",
)
@click.option(
    "--boundary",
    type=Boundary(),
    help="Only customers of this boundary. Default: all; public for *.",
)
@click.option(
    "--source", metavar="NAME", help="The system the file is from, put before its keys when two systems number alike."
)
@click.option("--dry-run", is_flag=True, help="Read everything, say where the cases would go, write nothing.")
@click.option(
    "--errors",
    "errors_path",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the failed rows with their reasons here (JSON lines), to mend and import.",
)
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def cases_command(
    path: Path, mappings: tuple[str, ...], errors_path: Path | None, as_json: bool, **wanted: Any
) -> None:
    """Open a case for each row of FILE (.jsonl or .csv, UTF-8).

    \b
    Columns it knows by itself:
      title (or subject)            what the case is called; the only one that is needed
      description, summary or body  what the customer writes
      error_codes                   a list, or separated by ;
      date (or problem_started_at,  when the problem began; without a zone in UTC
        opened_at)
      product, family, region       as people say them; what is not known is read from the text
      severity                      A, B or C
      customer                      name or CU- number
      id (or external_key)          makes a second import of the row harmless

    \b
    Example:
      escalations import cases tickets.csv --customer "Northwind Health" --map title=headline --dry-run
      escalations import cases tickets.csv --customer "Northwind Health" --map title=headline --errors mend.jsonl

    Rows that are there already are skipped, so after Ctrl-C or a failure run the same command again.
    Exit code 0: every row is in, 1: some rows failed or the database
    went away, 2: it was asked wrongly, 130: you stopped it.
    """
    order = Order(path=path, columns=columns_from(mappings), **wanted)
    if errors_path is not None and errors_path.exists() and errors_path.samefile(path):
        raise click.UsageError("--errors would overwrite the file that is imported. Name another one.")
    rows, began = rows_of(path), monotonic()
    tally = asyncio.run(_run(order, rows))
    if errors_path is not None:
        write_failures(errors_path, tally.failures)
    _tell(tally, order, errors_path, as_json, monotonic() - began)
    raise SystemExit(STOPPED if tally.stopped == BY_HAND else bool(tally.failures or tally.stopped))


async def _run(order: Order, rows: list[Row]) -> Tally:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    async with connected():
        with _progress("Reading" if order.dry_run else "Importing", len(rows)) as bar:
            return await import_cases(order, rows, stop, lambda: bar.advance(bar.task_ids[0]))


@contextmanager
def _progress(told: str, total: int) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(told, total=total)
        yield bar


def _tell(tally: Tally, order: Order, errors_path: Path | None, as_json: bool, seconds: float) -> None:
    if as_json:
        click.echo(json.dumps(_as_json(tally), indent=1, ensure_ascii=False))
        return
    console = Console(highlight=False, soft_wrap=True)
    done = "would be imported" if order.dry_run else "imported"
    console.print(
        f"{tally.opened} of {tally.rows} rows {done}, {tally.there_already} there already, {len(tally.failures)} failed ({seconds:.1f} s)."
    )
    if tally.opened:
        console.print(_table(tally))
    for row, reason in tally.failures[:TOLD_FAILURES]:
        console.print(f"[red]Row {row.number}[/] {escape(reason)}")
    if len(tally.failures) > TOLD_FAILURES:
        console.print(f"… and {len(tally.failures) - TOLD_FAILURES} more rows.")
    if tally.failures:
        where = f"{errors_path} holds them" if errors_path else "--errors FILE writes them"
        console.print(f"{where}, with the reasons, to mend and import again.")
    if tally.stopped:
        console.print(
            f"{tally.stopped} after {tally.done} of {tally.rows} rows. Run the same command again to go on; what is there is skipped."
        )


def _as_json(tally: Tally) -> dict[str, Any]:
    failures = [{"row": row.number, "reason": reason} for row, reason in tally.failures]
    told = {"rows": tally.rows, "imported": tally.opened, "there_already": tally.there_already, "failed": len(failures)}
    return {**told, "queues": tally.queues, "families": tally.families, "failures": failures, "stopped": tally.stopped}


def _table(tally: Tally) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading, justify in (("Queue", "left"), ("Cases", "right"), ("  Family", "left"), ("Cases", "right")):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    queues, families = _named(tally.queues, catalogue().queues), _named(tally.families, catalogue().families)
    for line in range(max(len(queues), len(families))):
        left = queues[line] if line < len(queues) else ("", "")
        right = families[line] if line < len(families) else ("", "")
        table.add_row(*left, f"  {right[0]}", right[1])
    return table


def _named(counts: Counter[str], known: Any) -> list[tuple[str, str]]:
    return [(known[key].name if key in known else key, str(count)) for key, count in counts.most_common()]
