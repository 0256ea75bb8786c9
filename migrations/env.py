"""Runs migrations over asyncpg as the owning role, each step in a transaction of its own. How it waits is platform/migrating.py's."""

import asyncio

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from escalations.platform.migrating import OF_MIGRATIONS, Patience, alone, noted, patiently

patience: Patience = context.config.attributes["patience"]


def run(connection: Connection) -> None:
    alone(connection, patience)
    context.configure(
        connection=connection, transaction_per_migration=True, on_version_apply=lambda **step: noted(patience, **step)
    )
    patiently(one_after_the_other, patience)


def one_after_the_other() -> None:
    with context.begin_transaction():
        context.run_migrations()


async def migrate() -> None:
    engine = create_async_engine(context.config.attributes["url"], connect_args={"server_settings": OF_MIGRATIONS})
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


asyncio.run(migrate())
