"""`escalations coverage gaps`: which hours of the coming weeks nobody able covers."""

import asyncio
import json
from datetime import datetime
from typing import Any

import click

from ..catalog.loading import catalogue
from ..coverage.gaps import Gap
from ..coverage.queries import Coverage, coverage
from ..coverage.remedies import remedy
from ..coverage.wording import said
from ..platform.db import Scope, transaction
from ..platform.time import now
from .connecting import connected


@click.group("coverage")
def coverage_group() -> None:
    """Who is on call, and what stands open."""


@coverage_group.command("gaps")
@click.option("--days", type=click.IntRange(1, 56), default=28, show_default=True, help="How far ahead to look.")
@click.option("--boundary", "boundaries", multiple=True, help="Only this boundary; may be given more than once.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for scripts.")
def gaps_command(days: int, boundaries: tuple[str, ...], as_json: bool) -> None:
    """Hours that routing_rules/coverage.toml asks for and nobody able is on call for, with who could take them.

    \b
    Example:
      escalations coverage gaps --days 14 --json

    Exit code 0: everything is covered, 1: there are gaps, 2: an unknown boundary.
    """
    if unknown := set(boundaries) - set(catalogue().boundaries):
        raise click.UsageError(f"There is no boundary {min(unknown)}. There are: {', '.join(catalogue().boundaries)}.")
    found = asyncio.run(_found(boundaries or tuple(catalogue().boundaries), days, now()))
    gaps = found.gaps()
    told = [_as_json(gap, found) for gap in gaps]
    click.echo(json.dumps(told, indent=1) if as_json else "\n".join(map(_as_line, told)) or "Everything is covered.")
    raise SystemExit(int(bool(gaps)))


async def _found(boundaries: tuple[str, ...], days: int, at: datetime) -> Coverage:
    async with connected(), transaction(Scope.system(*boundaries)) as db:
        return await coverage(db, boundaries, at, days)


def _as_json(gap: Gap, found: Coverage) -> dict[str, Any]:
    takers = remedy(gap, found.stints, found.people).takers
    return {
        "requirement": gap.need.key, "name": gap.need.name, "boundary": gap.need.boundary, "start": gap.span.start.isoformat(),
        "end": gap.span.end.isoformat(), "missing": gap.missing, "said": said(gap.span), "could_take": [one.name for one in takers],
    }  # fmt: skip


def _as_line(told: dict[str, Any]) -> str:
    takers = ", ".join(told["could_take"]) or "nobody who is free is able"
    return f"{told['boundary']}  {told['name']}  {told['said']}  could take it: {takers}"
