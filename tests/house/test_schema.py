"""Migrations make exactly the schema that the tables say, CHECKs and partial indexes included, and can be taken back."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from escalations.platform.model import metadata
from escalations.platform.postgres import EmbeddedPostgres, create_database
from escalations.platform.schema import migrate, whole_schema

QUESTIONS = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default, generation_expression
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'",
    "grants": """SELECT table_name, privilege_type FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND grantee = 'escalations_app'""",
    "grants of columns": """SELECT table_name, column_name FROM information_schema.role_column_grants
        WHERE table_schema = 'public' AND grantee = 'escalations_app' AND privilege_type = 'UPDATE'""",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """SELECT proname, pg_get_functiondef(p.oid) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
        AND prokind = 'f' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "views": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
    "protection": "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
}


async def answers(url: str) -> dict[str, set[tuple[object, ...]]]:
    connection = await asyncpg.connect(url)
    try:
        told = {name: {tuple(row) for row in await connection.fetch(question)} for name, question in QUESTIONS.items()}
    finally:
        await connection.close()
    return {name: {row for row in rows if "alembic_version" not in row} for name, rows in told.items()}


@pytest.fixture
async def empty_database(postgres: EmbeddedPostgres) -> AsyncIterator[EmbeddedPostgres]:
    other = EmbeddedPostgres(postgres.server, f"{postgres.database}_schema")
    connection = await asyncpg.connect(postgres.admin_url)
    await create_database(connection, other.database)
    yield other
    await connection.execute(f"DROP DATABASE {other.database} WITH (FORCE)")
    await connection.close()


async def test_migrations_match_the_tables(empty_database: EmbeddedPostgres, postgres: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(empty_database.owner_url)
    await connection.execute(";\n".join(whole_schema(metadata)))
    await connection.close()
    created, migrated = await answers(empty_database.owner_url), await answers(postgres.owner_url)
    for name in QUESTIONS:
        assert migrated[name] == created[name], f"{name} differ; write a migration"


async def test_migrations_go_down_and_up_again(empty_database: EmbeddedPostgres) -> None:
    await migrate(empty_database.owner_url)
    first = await answers(empty_database.owner_url)
    await migrate(empty_database.owner_url, "base")
    assert (await answers(empty_database.owner_url))["columns"] == set()
    await migrate(empty_database.owner_url)
    assert await answers(empty_database.owner_url) == first
