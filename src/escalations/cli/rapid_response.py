"""`escalations rapid-response`: whether the order of the board stands up to what happened."""

import asyncio
import json
from datetime import timedelta

import click
from rich.console import Console
from rich.table import Table

from ..catalog.loading import catalogue
from ..clocks.policies import clock_policies
from ..platform.db import Scope, transaction
from ..platform.time import now
from ..rapid_response.backtesting import Backtest, Order
from ..rapid_response.past import boards
from ..rapid_response.queries.past import past_of_covered
from ..rapid_response.weights import weights
from .arguments import Boundary
from .clocks import progress
from .connecting import connected

MOST_CASES = 2000


@click.group("rapid-response")
def rapid_response_group() -> None:
    """Rapid response: try the order of its board."""


@rapid_response_group.command("backtest")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 366), help="So many days back.")
@click.option(
    "--every", default=6, show_default=True, type=click.IntRange(1, 168), help="Look at the board every so many hours."
)
@click.option(
    "--ahead", default=4, show_default=True, type=click.IntRange(1, 72), help="What breaks within so many hours counts."
)
@click.option("--boundary", type=Boundary(), help="Only this boundary. Default: all, each with a board of its own.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def backtest_command(days: int, every: int, ahead: int, boundary: str | None, as_json: bool) -> None:
    """Did the cases that broke a promise stand above those that did not?

    Draws the board of the past again, with what was recorded by then, and looks which of its cases broke a promise in the
    hours that followed. Customers count who have or had cover. Changes nothing.

    Exit code 0: it was worked out, 1: there was nothing to compare.
    """
    found = asyncio.run(_backtest(days, timedelta(hours=every), timedelta(hours=ahead), boundary))
    if as_json:
        click.echo(json.dumps(as_plain(found), indent=1))
    else:
        for told in _tables(found):
            Console(highlight=False, soft_wrap=True).print(told)
    raise SystemExit(0 if found.by_score.pairs else 1)


async def _backtest(days: int, every: timedelta, ahead: timedelta, boundary: str | None) -> Backtest:
    backtest, until = Backtest(weights()), now() - ahead
    moments = [until - every * number for number in range(timedelta(days=days) // every)]
    boundaries = [boundary] if boundary else list(catalogue().boundaries)
    async with connected():
        with progress("Boards of the past", len(moments) * len(boundaries)) as bar:
            for one in boundaries:
                async with transaction(Scope.system(one)) as db:
                    cases = await past_of_covered(db, moments[-1], until, MOST_CASES)
                for at, board in boards(cases, moments, ahead, clock_policies().calendars):
                    backtest.add(board, at)
                    bar.advance(bar.task_ids[0])
    return backtest


def as_plain(found: Backtest) -> dict[str, object]:
    orders = {"score": found.by_score, "due": found.by_due, "severity": found.by_severity}
    return {
        "moments": found.moments, "cases_seen": found.cases, "broke": found.broke,
        "orders": {name: {"pairs": one.pairs, "right": one.right, "share": one.share} for name, one in orders.items()},
        "top": {"moments": found.first, "right": found.first_right, "by_chance": round(found.first_by_chance, 2)},
    }  # fmt: skip


def _tables(found: Backtest) -> list[Table | str]:
    table = Table(box=None, pad_edge=False)
    for heading in ("order", "pairs", "in the right order"):
        table.add_column(heading, justify="left" if heading == "order" else "right")
    for name, order in (
        ("the board", found.by_score),
        ("due time alone", found.by_due),
        ("severity alone", found.by_severity),
    ):
        table.add_row(name, f"{order.pairs:,}", _percent(order))
    seen = f"{found.moments:,} boards, {found.cases:,} rows; {found.broke:,} of them broke a promise in the hours that followed."
    top = f"On top stood one that was about to break a promise at {found.first_right:,} of {found.first:,} moments; lots would have drawn one at {found.first_by_chance:.1f}."
    return (
        [seen, table, top]
        if found.first
        else [seen, "There is no moment at which one broke a promise and another did not."]
    )


def _percent(order: Order) -> str:
    return "none" if order.share is None else f"{order.share:.1%}"
