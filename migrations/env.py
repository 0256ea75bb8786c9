"""Runs migrations over asyncpg as the owning role, one transaction for all of them."""

import asyncio

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine


def run(connection: Connection) -> None:
    """One at a time: whoever else migrates waits, and then finds nothing left to do."""
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended('escalations migrate', 0))")
    context.configure(connection=connection, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


async def migrate() -> None:
    engine = create_async_engine(context.config.attributes["url"])
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(migrate())
