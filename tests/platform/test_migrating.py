"""A migration among people who work: it holds nobody up for long, gives way, keeps what it did, and says what it will do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

import asyncpg
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from escalations.platform.db import async_url
from escalations.platform.migrating import HeldUp, Patience, index_beside
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.schema import Step, migrate, newest_revision, revision_of, steps_after
from tests.cli.shell import shell
from tests.house.test_schema import empty_database

__all__ = ["empty_database"]
USABLE = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('ix_beside')"


@asynccontextmanager
async def connected_to(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def test_a_step_gives_way_and_is_tried_again(empty_database: EmbeddedPostgres) -> None:
    """Step 0038 changes `attachment`, of which somebody reads for longer than anybody would wait."""
    url, heard, waits = empty_database.owner_url, list[str](), list[float]()
    await migrate(url, "0036")
    async with connected_to(url) as reader, connected_to(url) as other:
        reading = reader.transaction()
        await reading.start()
        await reader.fetch("SELECT * FROM attachment")
        under_way = asyncio.create_task(migrate(url, "head", Patience(60, heard.append)))
        while not any("Trying again" in one for one in heard):
            assert not under_way.done()
            asked = monotonic()
            await asyncio.wait_for(other.fetch("SELECT * FROM attachment"), 10)
            waits.append(monotonic() - asked)
            await asyncio.sleep(0.02)
        assert await other.fetchval("SELECT version_num FROM alembic_version") == "0037"
        await reading.rollback()
        await under_way
    assert 0.5 < max(waits) < 4, "as long as a step waits for its lock, and no longer"
    assert await revision_of(url) == newest_revision()
    assert [one.split()[0] for one in heard if " in " in one and one[0] == "0"][:2] == ["0037", "0038"]


async def test_what_was_done_is_kept_when_patience_ends(empty_database: EmbeddedPostgres) -> None:
    url = empty_database.owner_url
    await migrate(url, "0036")
    async with connected_to(url) as reader, reader.transaction():
        await reader.fetch("SELECT * FROM attachment")
        with pytest.raises(HeldUp):
            await migrate(url, "head", Patience(0))
        told = await shell("migrate", "--patience", "0", DATABASE_URL=empty_database.app_url, DATABASE_OWNER_URL=url)
    assert told.code == 1 and "the schema is at 0037" in told.err and "Run it again" in told.err
    assert await revision_of(url) == "0037"
    await migrate(url)


async def test_a_step_that_fails_leaves_nothing_half_done(empty_database: EmbeddedPostgres) -> None:
    """Step 0038 adds two columns, the second of which is there already."""
    url = empty_database.owner_url
    await migrate(url, "0036")
    async with connected_to(url) as owner:
        await owner.execute("ALTER TABLE attachment ADD height integer")
        with pytest.raises(Exception, match="height"):
            await migrate(url)
        columns = {row[0] for row in await owner.fetch(_COLUMNS)}
        assert "height" in columns and "width" not in columns
        assert await revision_of(url) == "0037"
        await owner.execute("ALTER TABLE attachment DROP height")
    await migrate(url)


_COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = 'attachment'"


async def test_the_second_is_told_that_it_waits(empty_database: EmbeddedPostgres) -> None:
    url, heard = empty_database.owner_url, list[str]()
    async with connected_to(url) as first:
        await first.execute("SELECT pg_advisory_lock(hashtextextended('escalations migrate', 0))")
        second = asyncio.create_task(migrate(url, "0001", Patience(60, heard.append)))
        while not heard:
            assert not second.done()
            await asyncio.sleep(0.05)
        assert "Another migration is under way" in heard[0] and not second.done()
    await second
    assert await revision_of(url) == "0001"


async def test_the_steps_to_come_are_listed_and_not_taken(empty_database: EmbeddedPostgres) -> None:
    url = empty_database.owner_url
    await migrate(url, "0037")
    told = await shell("migrate", "--dry-run", DATABASE_URL=empty_database.app_url, DATABASE_OWNER_URL=url)
    assert told.code == 0 and f"{len(steps_after('0037'))} steps to come" in told.out
    assert told.out.index("0038  How wide") < told.out.index("0039  Lists") and "0037 " not in told.out
    assert await revision_of(url) == "0037"
    assert steps_after(newest_revision()) == []


async def beside(url: str) -> None:
    def make(connection: Connection) -> None:
        context = MigrationContext.configure(connection)
        with Operations.context(context), context.begin_transaction(_per_migration=True):
            index_beside("ix_beside", "notices", ["person"], unique=True)

    engine = create_async_engine(async_url(url))
    async with engine.connect() as connection:
        await connection.run_sync(make)
    await engine.dispose()


async def test_an_index_is_made_while_others_write(empty_database: EmbeddedPostgres) -> None:
    """It waits for who began to write before it; who comes after does not wait for it."""
    url = empty_database.owner_url
    async with connected_to(url) as before, connected_to(url) as after:
        await before.execute("CREATE TABLE notices (person integer)")
        writing = before.transaction()
        await writing.start()
        await before.execute("INSERT INTO notices VALUES (1)")
        under_way = asyncio.create_task(beside(url))
        while await after.fetchval(USABLE) is None:
            assert not under_way.done()
            await asyncio.sleep(0.02)
        await asyncio.wait_for(after.execute("INSERT INTO notices VALUES (2)"), 1)
        assert not under_way.done()
        await writing.commit()
        await under_way
        assert await after.fetchval(USABLE)
        await beside(url)


async def test_an_index_that_a_try_left_unusable_is_made_anew(empty_database: EmbeddedPostgres) -> None:
    url = empty_database.owner_url
    async with connected_to(url) as owner:
        await owner.execute("CREATE TABLE notices (person integer)")
        await owner.execute("INSERT INTO notices VALUES (1), (1)")
        with pytest.raises(asyncpg.UniqueViolationError):
            await owner.execute("CREATE UNIQUE INDEX CONCURRENTLY ix_beside ON notices (person)")
        await owner.execute("DELETE FROM notices WHERE ctid = (SELECT min(ctid) FROM notices)")
        assert await owner.fetchval(USABLE) is False
        await beside(url)
        assert await owner.fetchval(USABLE) is True


def undeclared(steps: list[Step]) -> list[str]:
    return [step.revision for step in steps if not step.locks or step.contract is None]


def test_every_step_says_what_it_locks_and_what_it_takes_away() -> None:
    """`LOCKS = "attachment, for a moment"` and `CONTRACT = ""`, or what the release before still uses and the step takes away."""
    assert undeclared(steps_after("0040")) == []
    assert undeclared([Step("1", "", "a table", None), Step("2", "", None, ""), Step("3", "", "a table", "")]) == [
        "1",
        "2",
    ]
