"""Holds the page of every list against itself, as people open it: over HTTP, at one size and at ten times that, one right after the
other. `bench.lists` asks the same of the questions behind them alone."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

import asyncpg
import click
from rich.console import Console
from rich.table import Table

from bench.fill import HOME, admin_url, server
from bench.lists import LIMIT
from bench.pages import WARM, load, machine, signed_in
from bench.probes import FILTERS
from bench.serving import served
from bench.wire import Answer, Wire
from bench.world import World, world
from escalations.desk.lists.groupings import GROUPINGS
from escalations.platform import db as database
from escalations.platform.postgres import EmbeddedPostgres

ALIKE = 1.1
"""A tenth more rows are as many."""
ROW = re.compile(rb'<(?:li|tr) id="[^"]*"(?: class="row\b[^"]*"|>)')


@dataclass(frozen=True)
class Site:
    """One size of the world, served. `cookies` of each person."""

    world: World
    port: int
    cookies: dict[int, dict[str, str]]


@dataclass(frozen=True)
class ListPage:
    """`path` and `who` of each world, since what is asked about has other numbers there."""

    name: str
    who: str
    paths: tuple[str, ...]


@dataclass
class Opened:
    took: list[float] = field(default_factory=list)
    rows: int = 0
    kilobytes: float = 0

    @property
    def ms(self) -> float:
        return median(self.took) * 1000


def list_pages(worlds: list[World]) -> Iterator[ListPage]:
    def of_each(name: str, path: str, who: str = "ada") -> ListPage:
        return ListPage(name, who, tuple(path.format(**vars(one)) for one in worlds))

    yield of_each("my work", "/")
    yield of_each("all queues", "/queues")
    for view in ("", "unowned", "ours", "waiting", "snoozed"):
        yield of_each(f"a queue: {view or 'everything'}", "/queues/{queue}" + (f"?view={view}" if view else ""))
    yield of_each("a list: all open", "/cases")
    for order in ("due", "oldest", "newest"):
        yield of_each(f"a list: all open, {order} first", f"/cases?order={order}")
    for group in GROUPINGS:
        yield of_each(f"a list: all open by {group}", f"/cases?group={group}")
    for words in FILTERS:
        yield of_each(f"a list: {words.format_map(vars(worlds[0]))}", f"/cases?q={quote_plus(words, safe='{}')}")
    yield of_each("a customer's cases", "/customers/CU-{customer}/cases")
    yield of_each("customers", "/customers")
    yield ListPage(
        "customers, by part of a name", "ada", tuple(f"/customers?q={quote_plus(w.typed['name'])}" for w in worlds)
    )
    yield of_each("incidents", "/incidents")
    yield of_each("known issues", "/known-issues")
    yield of_each("rapid-response board", "/rapid-response")
    yield of_each("engagements", "/rapid-response/engagements")
    yield of_each("spikes", "/spikes")
    yield of_each("people", "/people")
    for name, path in (
        ("clocks", "/clocks"),
        ("saved lists", "/views"),
        ("notices", "/notices"),
        ("product groups", "/product-groups"),
    ):
        yield of_each(name, path)
    for view, who in (("?view=group", "pia"), ("?view=sent", "ada"), ("?view=all", "pia"), ("?view=closed", "pia")):
        yield of_each(f"escalations{view.replace('?view=', ': ')}", f"/escalations{view}", who)
    for words in ("", "?action=CaseImported", "?action=ClearanceRevoked"):
        yield of_each(f"audit{words.replace('?action=', ': ')}", f"/audit{words}", "otto")


@asynccontextmanager
async def site(postgres: EmbeddedPostgres) -> AsyncIterator[Site]:
    """The web alone: a world just filled keeps a worker busy for many minutes."""
    admin = await asyncpg.connect(admin_url(postgres))
    w = await world(admin)
    async with served(postgres.app_url, with_worker=False) as running:
        database.connect(postgres.app_url)
        cookies = {one.id: await signed_in(running.port, one) for one in (w.ada, w.pia, w.otto)}
        await database.disconnect()
        await admin.close()
        yield Site(w, running.port, cookies)


async def in_turn(sites: list[Site], listed: ListPage, seconds: float) -> list[Opened]:
    found = [Opened() for _ in sites]
    async with AsyncExitStack() as stack:
        people = [getattr(one.world, listed.who).id for one in sites]
        wires = [
            await stack.enter_async_context(Wire(one.port, one.cookies[who]))
            for one, who in zip(sites, people, strict=True)
        ]
        paths = [await led_to(wire, path) for wire, path in zip(wires, listed.paths, strict=True)]
        turns = list(zip(found, wires, paths, strict=True))
        for _ in range(WARM):
            for opened, wire, path in turns:
                answer = await opened_at(wire, path)
                opened.rows, opened.kilobytes = len(ROW.findall(answer.body)), len(answer.body) / 1024
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            for opened, wire, path in turns:
                began = time.perf_counter()
                await opened_at(wire, path)
                opened.took.append(time.perf_counter() - began)
    return found


async def led_to(wire: Wire, path: str) -> str:
    """An inbox leads to the first thing in it."""
    answer = await wire.get(path)
    return answer.headers["location"] if answer.status == 303 else path


async def opened_at(wire: Wire, path: str) -> Answer:
    answer = await wire.get(path)
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:300]!r}")
    return answer


def table(found: list[tuple[ListPage, list[Opened]]], sizes: tuple[int, int], told: str) -> Table:
    shown = Table(title=f"Pages of lists at {sizes[0]:,} and {sizes[1]:,} cases; {told}", box=None, pad_edge=False)
    for name in ("page", *(f"ms at {size:,}" for size in sizes), "times", f"limit {LIMIT}", "rows", "and", "KB", "and"):
        shown.add_column(name, justify="left" if name == "page" else "right")
    for listed, (small, large) in sorted(found, key=lambda one: -times(one[1])):
        shown.add_row(
            listed.name, f"{small.ms:.1f}", f"{large.ms:.1f}", f"{times([small, large]):.2f}", verdict([small, large]),
            str(small.rows or ""), str(large.rows or ""), f"{small.kilobytes:.0f}", f"{large.kilobytes:.0f}",
            style="bold red" if is_over([small, large]) else None,
        )  # fmt: skip
    return shown


def times(opened: list[Opened]) -> float:
    return opened[1].ms / opened[0].ms


def verdict(opened: list[Opened]) -> str:
    """What shows more rows is not the same page: `bench.lists` asks the question behind it for as many."""
    if times(opened) <= LIMIT:
        return "kept"
    return "more rows" if shows_more(opened) else "over"


def is_over(opened: list[Opened]) -> bool:
    return verdict(opened) == "over"


def shows_more(opened: list[Opened]) -> bool:
    small, large = opened
    return large.rows > small.rows * ALIKE


async def compare(
    servers: list[EmbeddedPostgres], only: str, seconds: float
) -> tuple[list[tuple[ListPage, list[Opened]]], str]:
    async with AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(site(one)) for one in servers]
        admin = await asyncpg.connect(admin_url(servers[1]))
        told = f"{await machine(admin)}; {load()}"
        await admin.close()
        chosen = [one for one in list_pages([one.world for one in sites]) if only in one.name]
        return [(one, await in_turn(sites, one, seconds)) for one in chosen], told


@click.command()
@click.option(
    "--cases", nargs=2, type=int, default=(100_000, 1_000_000), show_default=True, help="The two sizes, filled before."
)
@click.option("--homes", nargs=2, type=click.Path(path_type=Path), default=(HOME, HOME), show_default=True)
@click.option("--only", default="", help="Part of a page's name.")
@click.option("--seconds", default=3.0, show_default=True, help="For each page, both sizes together.")
@click.option("--width", default=150, show_default=True)
def main(cases: tuple[int, int], homes: tuple[Path, Path], only: str, seconds: float, width: int) -> None:
    """Ratio of each list's page between two filled databases. Exit code 1 when one that shows as many rows is over the limit."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    servers = [server(home, size) for home, size in zip(homes, cases, strict=True)]
    found, told = asyncio.run(compare(servers, only, seconds))
    Console(width=width).print(table(found, cases, told))
    raise SystemExit(any(is_over(opened) for _, opened in found))


if __name__ == "__main__":
    main()
