"""Whoever takes a connection after the server ended it gets another one, and nobody hears of it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from escalations.platform import liveness
from escalations.platform.db import Scope, async_url, straight, transaction
from escalations.platform.liveness import only_alive
from escalations.platform.outages import said_of
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.protection import APP_ROLE
from tests.cast import Cast

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


async def test_a_connection_that_ends_before_its_transaction_begins_is_an_outage(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    with pytest.raises(DBAPIError) as told:
        async with transaction(Scope.nobody()) as db:
            raw = await (await db.connection()).get_raw_connection()
            driver: Any = raw.driver_connection
            gone = asyncio.Event()
            driver.add_termination_listener(lambda _: gone.set())
            await end(admin, {driver.get_server_pid()})
            await asyncio.wait_for(gone.wait(), 30)
            await straight(db, "SELECT 1")
    outage = said_of(told.value)
    assert outage is not None and outage.status == 503


async def test_a_server_that_is_gone_without_a_word_is_noticed(
    postgres: EmbeddedPostgres, admin: asyncpg.Connection
) -> None:
    """By the system, which asks for it. A server's private socket needs none of it, so it is asked through a door of its own."""

    async def through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(str(path_of_socket(postgres)))
        await asyncio.gather(pass_on(reader, back), pass_on(there, writer))

    door = await asyncio.start_server(through, "127.0.0.1", 0)
    port = door.sockets[0].getsockname()[1]
    engine = only_alive(create_async_engine(f"postgresql+asyncpg://{APP_ROLE}@127.0.0.1:{port}/{postgres.database}"))
    try:
        async with engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            used = driver._transport.get_extra_info("socket")
            known = [one for one in liveness.SILENCE if hasattr(socket, one[1])]
            assert ("SO_KEEPALIVE", 1) in {(name, value) for _, name, value in known}
            for level, name, value in known:
                assert used.getsockopt(level, getattr(socket, name)) == value, name
    finally:
        await engine.dispose()
        door.close()


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while some := await reader.read(65536):
        writer.write(some)
        await writer.drain()
    writer.close()


def path_of_socket(postgres: EmbeddedPostgres) -> Path:
    info = postgres.server.get_postmaster_info()
    return Path(str(info.socket_dir)) / f".s.PGSQL.{info.port or 5432}"
