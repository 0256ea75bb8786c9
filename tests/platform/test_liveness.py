"""Whoever takes a connection after the server ended it gets another one, and nobody hears of it."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from escalations.platform import liveness
from escalations.platform.db import async_url
from escalations.platform.liveness import only_alive
from escalations.platform.postgres import EmbeddedPostgres

WHO = text("SELECT pg_backend_pid()")


@pytest.fixture
async def two(postgres: EmbeddedPostgres) -> AsyncIterator[AsyncEngine]:
    engine = only_alive(create_async_engine(async_url(postgres.app_url), pool_size=2, max_overflow=0))
    yield engine
    await engine.dispose()


async def numbers_of_two(engine: AsyncEngine) -> set[int]:
    async with engine.connect() as one, engine.connect() as other:
        return {(await one.execute(WHO)).scalar_one(), (await other.execute(WHO)).scalar_one()}


async def end(admin: asyncpg.Connection, numbers: set[int]) -> None:
    for number in numbers:
        assert await admin.fetchval("SELECT pg_terminate_backend($1, 5000)", number)


async def test_a_living_connection_is_used_again(two: AsyncEngine) -> None:
    assert await numbers_of_two(two) == await numbers_of_two(two)


async def test_what_the_server_ended_is_replaced(two: AsyncEngine, admin: asyncpg.Connection) -> None:
    before = await numbers_of_two(two)
    await end(admin, before)
    await asyncio.sleep(0.05)
    assert not await numbers_of_two(two) & before


async def test_a_death_that_was_not_heard_is_found_by_asking(
    two: AsyncEngine, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await numbers_of_two(two)
    monkeypatch.setattr(asyncpg.Connection, "is_closed", lambda _: False)
    monkeypatch.setattr(liveness, "LONG", 0)
    await end(admin, before)
    assert not await numbers_of_two(two) & before
