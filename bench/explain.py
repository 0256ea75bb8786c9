"""Prints what each hot question costs at this size, and what its plan is worst at."""

import asyncio
from pathlib import Path

import asyncpg
import click
from rich.console import Console
from rich.table import Table

from bench.fill import HOME, server
from bench.plans import Measured, Node, connected, measure
from bench.probes import probes
from bench.world import world
from escalations import wiring

LARGE = 5000
"""Rows from which on a table is never read from end to end without being told here."""
FEW = 100
"""Below so many rows a wrong estimate harms nobody."""


def _cells(measured: Measured, large: frozenset[str]) -> tuple[str, ...]:
    plans = measured.plans
    worst = max(measured.nodes, key=lambda node: node.ms, default=None)
    return (
        measured.name, f"{measured.ms:.1f}", f"{sum(plan.ms for plan in plans):.1f}", str(len(plans)), f"{sum(plan.rows for plan in plans):,.0f}",
        f"{sum(plan.pages for plan in plans):,}", f"{worst.name} {worst.ms:.1f} ms" if worst else "", ", ".join(measured.scanned(large)),
        _dropped(measured), _misjudged(measured),
    )  # fmt: skip


def _dropped(measured: Measured) -> str:
    """Rows that were read and thrown away, which an index could have left unread."""
    worst = max(measured.nodes, key=lambda node: node.dropped, default=None)
    return f"{worst.dropped:,.0f} of {worst.table}" if worst and worst.dropped > 10 * FEW else ""


def _misjudged(measured: Measured) -> str:
    wrong = [(ratio, node) for node in measured.nodes if (ratio := _ratio(node)) >= 10]
    if not wrong:
        return ""
    ratio, node = max(wrong, key=lambda pair: pair[0])
    return f"×{ratio:,.0f} {node.name}"


def _ratio(node: Node) -> float:
    if max(node.rows, node.expected) < FEW:
        return 1
    return max(node.rows, node.expected) / max(1, min(node.rows, node.expected))


async def explain(home: Path, cases: int, only: str) -> Table:
    wiring.load_rooms()
    async with connected(server(home, cases)) as admin:
        large = frozenset(
            row["relname"]
            for row in await admin.fetch("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= $1", LARGE)
        )
        asked = [probe for probe in probes(await world(admin)) if only in probe.name]
        found = [await measure(probe.name, probe.scope, probe.asked) for probe in asked]
        return _table(found, large, f"{cases:,} cases, {await _version(admin)}")


async def _version(admin: asyncpg.Connection) -> str:
    return f"PostgreSQL {await admin.fetchval('SHOW server_version')}, shared_buffers {await admin.fetchval('SHOW shared_buffers')}"


def _table(found: list[Measured], large: frozenset[str], title: str) -> Table:
    table = Table(
        title=title,
        caption="ms: the function with its Python; db: its statements while explained, functions inside them counted twice",
    )
    for name in ("question", "ms", "db", "stmts", "rows", "pages"):
        table.add_column(name, justify="left" if name == "question" else "right")
    for name in ("worst node", "reads all of", "read in vain", "estimate off"):
        table.add_column(name, overflow="fold")
    for measured in found:
        table.add_row(*_cells(measured, large), style="bold red" if measured.scanned(large) else None)
    return table


@click.command()
@click.option("--cases", default=100_000, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=HOME, show_default=True)
@click.option("--only", default="", help="Part of a question's name.")
@click.option("--width", default=200, show_default=True)
def main(cases: int, home: Path, only: str, width: int) -> None:
    """Measure every question of bench/probes.py."""
    Console(width=width).print(asyncio.run(explain(home, cases, only)))


if __name__ == "__main__":
    main()
