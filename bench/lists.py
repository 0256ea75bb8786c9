"""Holds every list against itself: what it costs at one size and at ten times that, in one run and turn by turn."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.fill import HOME, server
from bench.plans import Measured, connected, measure
from bench.probes import Probe, probes
from bench.world import world
from escalations import wiring
from escalations.cases.actions.counting import fold_case_counts
from escalations.catalog.loading import catalogue
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.time import now

LIMIT = 1.3
LISTS = (
    "my work", "all queues", "a queue: everything", "a queue: second page", "a list: ", "how many: ", "a customer's cases", "the largest customer's cases",
    "customers: ", "incidents: ", "known issues: newest", "escalations: ", "trail of a case", "audit: ", "rapid-response board", "spikes: ",
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """`even` is the larger world asked for as many rows as the smaller has, where it would show more: the limit is asked of that."""

    name: str
    small: Measured
    large: Measured
    even: Measured | None = None

    @property
    def whole_ratio(self) -> float:
        return self.large.ms / self.small.ms

    @property
    def ratio(self) -> float:
        return (self.even or self.large).ms / self.small.ms


def pages(one: Measured) -> str:
    return f"{sum(plan.pages for plan in one.plans):,}"


async def compare(homes: tuple[Path, Path], sizes: tuple[int, int], only: str, rounds: int) -> list[Compared]:
    """Each list at one size and at once at the other, over and over; the fastest of each, since on a shared machine the others say
    what else was going on."""
    wiring.load_rooms()
    servers = [server(home, cases) for home, cases in zip(homes, sizes, strict=True)]
    asked = [await _asked(one, only) for one in servers]
    return [await _turn_by_turn(servers, pair, rounds) for pair in zip(*asked, strict=True)]


async def _asked(postgres: EmbeddedPostgres, only: str) -> list[Probe]:
    """Both worlds as a minute without work leaves them: what wrote into one of them before would else be read here."""
    async with connected(postgres) as admin:
        async with transaction(Scope.system(*catalogue().boundaries)) as db:
            await fold_case_counts(db, now())
        await admin.execute("VACUUM")
        return list(_lists(probes(await world(admin)), only))


async def _turn_by_turn(servers: list[EmbeddedPostgres], pair: tuple[Probe, ...], rounds: int) -> Compared:
    """Where both know how to ask for fewer rows and the larger shows more, it is asked once more in the same turns."""
    found: list[list[Measured]] = [[], [], []]
    for _ in range(rounds):
        for measured, postgres, probe in zip(found, servers, pair, strict=False):
            async with connected(postgres):
                measured.append(await measure(probe.name, probe.scope, probe.asked))
        rows, probe = found[0][0].shown, pair[1]
        if probe.at_most and 0 < rows < found[1][0].shown:
            async with connected(servers[1]):
                found[2].append(await measure(probe.name, probe.scope, probe.at_most(rows)))
    small, large, even = (min(measured, key=lambda one: one.ms) if measured else None for measured in found)
    assert small and large
    return Compared(large.name, small, large, even)


def _lists(every: list[Probe], only: str) -> Iterator[Probe]:
    return (probe for probe in every if probe.name.startswith(LISTS) and only in probe.name)


def table(found: list[Compared], sizes: tuple[int, int]) -> Table:
    told = Table(
        title=f"Lists at {sizes[0]:,} and {sizes[1]:,} cases", box=None, pad_edge=False,
        caption="even: with as many rows as the smaller size shows, where the larger would show more; the limit is asked of that",
    )  # fmt: skip
    for name in (
        "list",
        f"ms at {sizes[0]:,}",
        f"ms at {sizes[1]:,}",
        "times",
        "even",
        f"limit {LIMIT}",
        "rows",
        "and",
        "pages read",
        "and",
        "even",
    ):
        told.add_column(name, justify="left" if name == "list" else "right")
    for one in sorted(found, key=lambda compared: -compared.ratio):
        is_over = one.ratio > LIMIT
        told.add_row(
            one.name, f"{one.small.ms:.1f}", f"{one.large.ms:.1f}", f"{one.whole_ratio:.2f}", f"{one.ratio:.2f}" if one.even else "",
            "over" if is_over else "kept", str(one.small.shown or ""), str(one.large.shown or ""), pages(one.small), pages(one.large),
            pages(one.even) if one.even else "", style="bold red" if is_over else None,
        )  # fmt: skip
    return told


@click.command()
@click.option(
    "--cases", nargs=2, type=int, default=(100_000, 1_000_000), show_default=True, help="The two sizes, filled before."
)
@click.option("--homes", nargs=2, type=click.Path(path_type=Path), default=(HOME, HOME), show_default=True)
@click.option("--only", default="", help="Part of a list's name.")
@click.option("--rounds", default=3, show_default=True)
def main(cases: tuple[int, int], homes: tuple[Path, Path], only: str, rounds: int) -> None:
    """Ratio of each list between two filled databases. Exit code 1 when one is over the limit."""
    found = asyncio.run(compare(homes, cases, only, rounds))
    Console(width=150).print(table(found, cases))
    raise SystemExit(any(one.ratio > LIMIT for one in found))


if __name__ == "__main__":
    main()
