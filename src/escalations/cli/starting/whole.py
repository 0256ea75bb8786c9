"""A file whose rows come in together or not at all: every row is tried, every problem is told, and only a file without one is kept."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from sqlalchemy.exc import DataError, IntegrityError

from ...platform.db import Session, transaction
from ...platform.errors import Refused
from ...platform.trail import recorded_so_far
from ..case_files import Row
from ..case_rows import RowProblem
from ..failing import words_of
from ..sight import everywhere

Take = Callable[[Session, Row], Awaitable[bool]]
TOLD_FAILURES = 20
SAID = {"added": "added", "revised": "revised", "there": "there already"}


class _TakenBack(Exception):
    """Ends the transaction as if nothing had been done in it."""


@dataclass
class Outcome:
    """`fates` counts rows that added their person or customer, that changed something about one, or that said nothing new."""

    rows: int
    fates: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[Row, str]] = field(default_factory=list)


async def each_row(rows: Sequence[Row], take: Take, *, dry_run: bool) -> Outcome:
    """`take` does what a row says and tells whether it added somebody. Needs a connected database."""
    outcome = Outcome(len(rows))
    with suppress(_TakenBack):
        async with transaction(everywhere()) as db:
            await _all_of(db, rows, take, outcome)
            if dry_run or outcome.failures:
                raise _TakenBack
    return outcome


async def _all_of(db: Session, rows: Sequence[Row], take: Take, outcome: Outcome) -> None:
    """Past a row that is refused by the database nothing more can be asked of it."""
    for row in track(rows, "Reading", console=Console(stderr=True), transient=True):
        before = recorded_so_far(db)
        try:
            is_new = await take(db, row)
            await db.flush()
        except (RowProblem, Refused) as problem:
            outcome.failures.append((row, str(problem)))
        except (DataError, IntegrityError) as problem:
            outcome.failures.append(
                (row, f"The database refuses it: {words_of(problem)}. Rows after it were not read.")
            )
            return
        else:
            outcome.fates["added" if is_new else "revised" if recorded_so_far(db) > before else "there"] += 1


def tell(outcome: Outcome, *, dry_run: bool, as_json: bool) -> None:
    """And end, with 1 where nothing came in because some rows could not."""
    if as_json:
        click.echo(json.dumps(_as_json(outcome), indent=1, ensure_ascii=False))
    else:
        _print(outcome, dry_run)
    raise SystemExit(1 if outcome.failures else 0)


def _print(outcome: Outcome, dry_run: bool) -> None:
    console = Console(highlight=False, soft_wrap=True)
    counts = ", ".join(f"{outcome.fates[fate]} {said}" for fate, said in SAID.items() if outcome.fates[fate]) or "none"
    if outcome.failures:
        console.print(f"{len(outcome.failures)} of {outcome.rows} rows cannot come in, so nothing was changed:")
        for row, reason in outcome.failures[:TOLD_FAILURES]:
            console.print(f"[red]Row {row.number}[/] {escape(reason)}")
        if len(outcome.failures) > TOLD_FAILURES:
            console.print(f"… and {len(outcome.failures) - TOLD_FAILURES} more rows.")
    else:
        console.print(f"{outcome.rows} rows: {'would be: ' if dry_run else ''}{counts}.")


def _as_json(outcome: Outcome) -> dict[str, object]:
    failures = [{"row": row.number, "reason": reason} for row, reason in outcome.failures]
    fates = {fate: 0 if failures else outcome.fates[fate] for fate in SAID}
    return {"rows": outcome.rows, **fates, "failed": len(failures), "failures": failures}
