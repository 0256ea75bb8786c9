"""`escalations groups`: what the gate of the product groups would have done in the past."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from ..catalog.loading import catalogue
from ..catalog.models import GateRules
from ..platform.db import Scope, transaction
from ..platform.time import spell
from ..product_groups.backtesting import Outcome, Tally, backtest
from ..product_groups.learning import Past
from ..product_groups.queries.learning import past_escalations
from .arguments import Boundary
from .connecting import connected

DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])
NEVER_RETURNED = "nothing came back for something missing, so it is not known how long that takes to find"


@click.group("groups")
def groups_group() -> None:
    """Product groups: try out the gate of their escalations."""


@groups_group.command("backtest")
@click.option("--since", type=DAY, required=True, help="Escalations submitted from this day on, in UTC.")
@click.option("--group", "product_group", help="Only of this product group. Default: all.")
@click.option("--boundary", type=Boundary(), help="Only of this boundary. Default: all.")
@click.option(
    "--last", type=click.IntRange(1), help="Judge by so many of the last escalations. Default: as in the file."
)
@click.option("--blocks-from", type=click.IntRange(1), help="Block from so many returns on. Default: as in the file.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def backtest_command(
    since: datetime, product_group: str | None, boundary: str | None, last: int | None, blocks_from: int | None, as_json: bool
) -> None:  # fmt: skip
    """Bounces that the gate would have avoided, against the delay it would have added.

    Each past escalation is asked again by what the gate had learnt until then; nothing that came later is used. Nothing is changed.

    \b
    Example:
      escalations groups backtest --since 2026-01-01 --blocks-from 2

    Exit code 0: done, 1: there was nothing to replay.
    """
    usual = catalogue().gate
    rules = GateRules(last=last or usual.last, blocks_from=blocks_from or usual.blocks_from)
    past = asyncio.run(_past(since.replace(tzinfo=UTC), product_group, boundary))
    if not past:
        raise click.ClickException("No escalation was decided in that time. Nothing was replayed.")
    outcome = backtest(past, rules)
    if as_json:
        click.echo(json.dumps(_as_json(outcome, rules), indent=1))
    else:
        _tell(outcome, rules)


async def _past(since: datetime, product_group: str | None, boundary: str | None) -> list[Past]:
    scope = Scope.system(*([boundary] if boundary else catalogue().boundaries))
    async with connected(), transaction(scope) as db:
        return await past_escalations(db, since, product_group=product_group)


def _tell(outcome: Outcome, rules: GateRules) -> None:
    console, total = Console(highlight=False, soft_wrap=True), outcome.total
    console.print(f"A fact blocks from {rules.blocks_from} returns among the last {rules.last} escalations without it.")
    console.print(
        f"{total.escalations} escalations, {total.returned} came back, {total.returned_for_a_need} for something missing."
    )
    console.print(f"Bounces avoided: {total.avoided}, which had taken {spell(total.time_saved)} until they came back.")
    added = NEVER_RETURNED if outcome.delay_added is None else f"{spell(outcome.delay_added)} in all"
    console.print(f"Held up for nothing: {total.held_for_nothing} ({added}).")
    for title, tallies in (("Product group", outcome.by_group), ("Family", outcome.by_family)):
        console.print(_table(title, tallies))


def _table(title: str, tallies: dict[str, Tally]) -> Table:
    table = Table(title, "Escalations", "Came back", "For something missing", "Avoided", "Held for nothing")
    for name, one in sorted(tallies.items(), key=lambda item: -item[1].avoided):
        figures = (one.escalations, one.returned, one.returned_for_a_need, one.avoided, one.held_for_nothing)
        table.add_row(name, *map(str, figures))
    return table


def _as_json(outcome: Outcome, rules: GateRules) -> dict[str, Any]:
    return {
        "gate": {"last": rules.last, "blocks_from": rules.blocks_from},
        "total": _figures(outcome.total),
        "hours_to_find": _hours(outcome.to_find),
        "hours_delay_added": _hours(outcome.delay_added),
        "by_group": {name: _figures(one) for name, one in outcome.by_group.items()},
        "by_family": {name: _figures(one) for name, one in outcome.by_family.items()},
    }


def _figures(tally: Tally) -> dict[str, Any]:
    figures = {name: value for name, value in vars(tally).items() if name != "time_saved"}
    return figures | {"hours_saved": _hours(tally.time_saved)}


def _hours(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds() / 3600, 2)
