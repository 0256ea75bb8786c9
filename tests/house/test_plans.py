"""No hot question reads a large table from end to end. Asked of 10,000 cases, judged by the plans the server really used."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from bench.fill import fill
from bench.plans import Measured, connected, measure
from bench.probes import probes
from bench.world import world
from escalations.platform.postgres import EmbeddedPostgres, create_database
from escalations.platform.schema import migrate

CASES = 10_000
LARGE = frozenset(
    {"support_case", "case_entry", "event", "clock", "clock_event", "search_document", "routing_decision"}
)


@pytest.fixture(scope="module")
async def measured(postgres: EmbeddedPostgres) -> AsyncIterator[list[Measured]]:
    other = EmbeddedPostgres(postgres.server, f"{postgres.database}_plans")
    connection = await asyncpg.connect(postgres.admin_url)
    await create_database(connection, other.database)
    await migrate(other.owner_url)
    await fill(other, CASES)
    async with connected(other) as admin:
        hot = [probe for probe in probes(await world(admin)) if probe.hot]
        yield [await measure(probe.name, probe.scope, probe.asked, runs=1) for probe in hot]
    await connection.execute(f"DROP DATABASE {other.database} WITH (FORCE)")
    await connection.close()


def test_there_is_something_to_judge(measured: list[Measured]) -> None:
    assert len(measured) >= 20
    assert [one.name for one in measured if not one.plans] == []


def test_hot_questions_read_no_large_table_whole(measured: list[Measured]) -> None:
    assert {one.name: one.scanned(LARGE) for one in measured if one.scanned(LARGE)} == {}


def test_hot_questions_throw_little_away(measured: list[Measured]) -> None:
    """An index that finds half a table, and a filter that drops it again, is no better than reading it all."""
    wasted = {
        one.name: node.name
        for one in measured
        for node in one.nodes
        if node.table in LARGE and node.dropped > CASES / 4
    }
    assert wasted == {}
