"""The database for a command that works on it and ends: reachable, migrated, connected, and let go of afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import SubprocessError

import asyncpg
import click
from sqlalchemy.exc import DBAPIError

from .. import wiring
from ..platform import db as database
from ..platform.postgres import EmbeddedPostgres, ensure_database, start_postgres
from ..platform.schema import amiss, migrate, newest_revision, revision_of
from ..platform.settings import settings
from .failing import words_of


def open_engine(url: str, *, pool_size: int) -> None:
    """As the settings say: straight to the server, or through a pooler that `DATABASE_DIRECT_URL` leads past."""
    database.connect(url, pool_size=pool_size, shared=settings().database_direct_url is not None)


@asynccontextmanager
async def connected(*, pool_size: int = 2) -> AsyncIterator[None]:
    """The rooms are loaded, so that what a command records is heard as if a page had recorded it."""
    wiring.load_rooms()
    open_engine(await database_url(), pool_size=pool_size)
    try:
        yield
    finally:
        await database.disconnect()


async def database_url() -> str:
    """The application role's: of DATABASE_URL, or of the embedded server, which is started and migrated if need be."""
    given = settings().database_url
    if given is None:
        return await _embedded_url()
    if wrong := amiss(await _revision(given)):
        raise click.ClickException(f"The database is {wrong}.")
    return given


async def _embedded_url() -> str:
    postgres = start_embedded(settings().home.resolve())
    await ensure_database(postgres)
    if await revision_of(postgres.owner_url) != newest_revision():
        await migrate(postgres.owner_url)
    return postgres.app_url


def start_embedded(home: Path) -> EmbeddedPostgres:
    try:
        return start_postgres(home)
    except (OSError, SubprocessError) as problem:
        why = f"{problem.strerror}: {problem.filename}" if isinstance(problem, OSError) else "its programs failed"
        told = f"PostgreSQL cannot be started in {home} ({why}). May the folder be written, and is there room? ESCALATIONS_HOME names another; the server's log is {home}/postgres/log."
        raise click.ClickException(told) from None


async def _revision(url: str) -> str | None:
    try:
        return await revision_of(url)
    except (OSError, asyncpg.PostgresError, DBAPIError) as error:
        told = f"The database cannot be reached: {words_of(error)}. Check DATABASE_URL and that the server runs."
        raise click.ClickException(told) from error
