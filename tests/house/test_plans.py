"""No hot question reads a large table from end to end. Asked of 20,000 cases, judged by the plans the server really used."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from bench.fill import fill
from bench.plans import connected, measure
from bench.probes import World, probes, world
from escalations.platform.postgres import EmbeddedPostgres, create_database
from escalations.platform.schema import migrate

CASES = 20_000
LARGE = frozenset(
    {"support_case", "case_entry", "event", "clock", "clock_event", "search_document", "routing_decision"}
)


@pytest.fixture(scope="module")
async def filled(postgres: EmbeddedPostgres) -> AsyncIterator[World]:
    other = EmbeddedPostgres(postgres.server, f"{postgres.database}_plans")
    connection = await asyncpg.connect(postgres.admin_url)
    await create_database(connection, other.database)
    await migrate(other.owner_url)
    await fill(other, CASES)
    async with connected(other) as admin:
        yield await world(admin)
    await connection.execute(f"DROP DATABASE {other.database} WITH (FORCE)")
    await connection.close()


async def test_hot_questions_read_no_large_table_whole(filled: World) -> None:
    hot = [probe for probe in probes(filled) if probe.hot]
    measured = [await measure(probe.name, probe.scope, probe.asked, runs=1) for probe in hot]
    assert len(hot) >= 20 and all(one.plans for one in measured), "every question left a plan to judge"
    assert {one.name: one.scanned(LARGE) for one in measured if one.scanned(LARGE)} == {}


async def test_hot_questions_throw_little_away(filled: World) -> None:
    """An index that finds half a table and a filter that drops it again is no better than reading it all."""
    measured = [await measure(probe.name, probe.scope, probe.asked, runs=1) for probe in probes(filled) if probe.hot]
    wasted = {
        one.name: node.name
        for one in measured
        for node in one.nodes
        if node.table in LARGE and node.dropped > CASES / 4
    }
    assert wasted == {}
