"""The schema: brought up to date by migrations, and spelled out from the tables for the next migration and its test."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy import MetaData, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from .db import SHARED, async_url
from .migrating import Patience
from .protection import APP_ROLE, schema_statements
from .resources import resource_dir


def whole_schema(metadata: MetaData) -> Iterator[str]:
    """Every statement of a new database, from the tables as the code has them."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    yield "CREATE EXTENSION IF NOT EXISTS pg_trgm"
    yield "CREATE EXTENSION IF NOT EXISTS btree_gist"
    yield "SET check_function_bodies = off"
    for table in metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect)).strip()
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=dialect)).strip()
    yield from schema_statements(metadata)
    yield QueryBuilderEnvironment().build_install_query().strip().rstrip(";")
    yield _RINGS
    for queue_table in ("pgqueuer", "pgqueuer_log", "pgqueuer_statistics", "pgqueuer_schedules"):
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {queue_table} TO {APP_ROLE}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"


_RINGS = "CREATE OR REPLACE TRIGGER tg_pgqueuer_changed AFTER INSERT ON pgqueuer EXECUTE FUNCTION fn_pgqueuer_changed()"
"""A job that is done makes none ready, so nobody need look at the queue for its sake."""


def alembic_config(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    config.attributes["url"] = async_url(owner_url)
    return config


async def migrate(owner_url: str, revision: str = "head", patience: Patience | None = None) -> None:
    """Up or down to `revision`, as the owning role. Each step is made whole or not at all."""
    config = alembic_config(owner_url)
    config.attributes["patience"] = patience or Patience()
    run = command.downgrade if revision == "base" or revision.startswith("-") else command.upgrade
    await asyncio.to_thread(run, config, revision)


@cache
def newest_revision() -> str:
    return ScriptDirectory(str(resource_dir("migrations"))).get_current_head() or ""


def amiss(at: str | None) -> str | None:
    """What is wrong with a database at that revision, and what to do. None when nothing is."""
    if at == newest_revision():
        return None
    if is_known(at):
        return f"not migrated: at {at or 'none'}, needed {newest_revision()}. Run: escalations migrate"
    return f"at {at}, which this version does not know (its newest is {newest_revision()}): a newer one has migrated it. Install that one"


def is_known(at: str | None) -> bool:
    """A newer version's revisions are not."""
    script = ScriptDirectory(str(resource_dir("migrations")))
    return at is None or at in {one.revision for one in script.walk_revisions()}


@dataclass(frozen=True)
class Step:
    """One of a migration. `locks` says what it holds up and for how long at a million cases, `contract` what it takes away that the
    release before still uses."""

    revision: str
    title: str
    locks: str | None
    contract: str | None


def steps_after(at: str | None) -> list[Step]:
    """Those to come, in their order."""
    script = ScriptDirectory(str(resource_dir("migrations")))
    ahead = list(script.iterate_revisions("heads", at or "base"))
    return [_step(one.revision, one.doc, one.module) for one in reversed(ahead)]


def _step(revision: str, title: str, module: Any) -> Step:
    return Step(revision, title, getattr(module, "LOCKS", None), getattr(module, "CONTRACT", None))


async def revision_of(url: str) -> str | None:
    """The revision a database is at, None when it was never migrated. There may be a pooler in between."""
    engine = create_async_engine(async_url(url), connect_args=SHARED)
    try:
        async with engine.connect() as connection:
            if not await connection.scalar(text("SELECT to_regclass('public.alembic_version')")):
                return None
            found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
            return str(found) if found else None
    finally:
        await engine.dispose()


def write_schema(metadata: MetaData, path: Path) -> None:
    """The text of a first migration. Later ones are written by hand against it."""
    path.write_text(";\n\n".join(whole_schema(metadata)) + ";\n")
