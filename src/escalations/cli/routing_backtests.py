"""`escalations routing backtest`: past cases under other rules, and the proof that the present ones still say what was said."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from ..cases.queries.past_decisions import Period
from ..catalog.loading import catalogue
from ..catalog.toml_files import CatalogueError
from ..platform.resources import rules_dir
from ..platform.time import now
from ..routing.rule_files import load_rules
from ..routing.rules import RuleSet
from .arguments import Boundary
from .backtest_listing import listing_in
from .backtest_runs import Order, run_backtest

CONTRADICTED = 3
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.command("backtest")
@click.option("--rules", "directory", type=FOLDER, help="The rules to try. Default: those in force.")
@click.option("--since", type=DAY, required=True, help="Cases opened from this day on, in UTC.")
@click.option("--until", type=DAY, help="Cases opened before this day. Default: now.")
@click.option("--boundary", type=Boundary(), help="Only cases of this boundary. Default: all.")
@click.option("--limit", type=click.IntRange(1), help="At most so many, the newest first.")
@click.option(
    "--list",
    "list_path",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the moved cases here (CSV).",
)
@click.option("--expect-same", is_flag=True, help="Every stored decision must come out again, by rule and queue.")
@click.option(
    "--full", is_flag=True, help="With --expect-same: decide every case again from its own row, assignee included."
)
@click.option("--json", "wants_json", is_flag=True, help="The outcome as one JSON object, for scripts.")  # fmt: skip
def backtest_command(
    directory: Path | None, since: datetime, until: datetime | None, boundary: str | None, limit: int | None,
    list_path: Path | None, expect_same: bool, full: bool, wants_json: bool,
) -> None:  # fmt: skip
    """Replay the routing of past cases, with their facts as they were when they were opened, under the rules in a folder.

    Says how many would have gone elsewhere, whether that is where they were solved in the end, and which. Nothing is changed.

    \b
    Example:
      escalations routing backtest --rules ~/new-rules --since 2026-01-01 --list moved.csv
      escalations routing backtest --since 2026-01-01 --expect-same

    Exit code 0: done, 1: there was nothing to replay, 2: the rules are wrong or it was asked wrongly,
    3: a stored decision did not come out again.
    """
    if full and not expect_same:
        raise click.UsageError("--full goes with --expect-same.")
    period = Period(since.replace(tzinfo=UTC), until.replace(tzinfo=UTC) if until else now(), boundary)
    order = Order(_rules_in(directory), period, limit, expect_same, full)
    with listing_in(list_path) as listing:
        outcome = asyncio.run(run_backtest(order, listing))
    if not outcome.backtest.cells:
        raise click.ClickException("No case was opened in that time. Nothing was replayed.")
    outcome.tell_as_json() if wants_json else outcome.tell()
    raise SystemExit(CONTRADICTED if outcome.contradictions else 0)


def _rules_in(directory: Path | None) -> RuleSet:
    try:
        return load_rules(directory or rules_dir(), catalogue())
    except CatalogueError as wrong:
        raise click.UsageError(str(wrong)) from wrong
