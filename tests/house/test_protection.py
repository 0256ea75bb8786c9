"""Promises 2 and 3 against the database itself, by its own catalogue and with its own SQL."""

import asyncpg
import pytest

from escalations.catalog.loading import catalogue
from escalations.platform.model import metadata
from escalations.platform.postgres import EmbeddedPostgres
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.house.test_boundary_matrix import HIDDEN, hide_a_world

NO_BOUNDARY = {
    "person", "specialty", "sign_in", "sign_in_attempt", "api_token", "reaction_done", "alembic_version",
    "pgqueuer", "pgqueuer_log", "pgqueuer_statistics", "pgqueuer_schedules",
}  # fmt: skip
"""Tables about people and machinery. A new table is bounded, or is added here with a reason a reviewer accepts."""


async def test_every_table_is_protected_or_known_to_need_none(connected: None, admin: asyncpg.Connection) -> None:
    tables = {
        row["name"]: row
        for row in await admin.fetch(
            """SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
                 EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'boundary') AS bounded,
                 (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'within_boundary') AS policies
               FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"""
        )
    }
    assert {name for name, row in tables.items() if not row["bounded"]} == NO_BOUNDARY & set(tables)
    unprotected = [
        name for name, row in tables.items() if row["bounded"] and not (row["forced"] and row["policies"] == 1)
    ]
    assert unprotected == []


async def test_the_application_role_owns_nothing_and_bypasses_nothing(
    connected: None, admin: asyncpg.Connection
) -> None:
    role = await admin.fetchrow(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'escalations_app'"
    )
    assert role is not None and not any(role.values())
    owned = "SELECT relname FROM pg_class WHERE relowner = 'escalations_app'::regrole AND relnamespace = 'public'::regnamespace"
    assert await admin.fetch(owned) == []


async def test_views_and_functions_open_no_back_door(connected: None, admin: asyncpg.Connection) -> None:
    views = await admin.fetch(
        "SELECT relname, reloptions FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
    )
    mine = [row for row in views if not row["relname"].startswith("pg_")]
    assert mine, "the dead-end view is there"
    assert all("security_invoker=true" in (row["reloptions"] or []) for row in mine)


async def test_no_definer_looks_where_its_caller_may_put_something(connected: None, admin: asyncpg.Connection) -> None:
    """A temporary table comes before all others unless the path names `pg_temp`, and so says that it comes last."""
    definers = await admin.fetch(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace AND proname NOT LIKE 'pg_%'"
    )
    assert {"boundaries_of_caller", "work_in_hand", "search_documents"} <= {row["proname"] for row in definers}
    assert {
        row["proname"] for row in definers if "search_path=public, pg_temp" not in (row["proconfig"] or [])
    } == set()


async def test_a_table_of_the_callers_own_gives_no_clearance(cast: Cast, postgres: EmbeddedPostgres) -> None:
    """What the test above is for, tried: somebody brings clearances for everything along."""
    connection = await asyncpg.connect(postgres.app_url)
    try:
        await connection.execute("SELECT set_config('app.person_id', $1, false)", str(cast.ada.id))
        seen = await connection.fetchval("SELECT app_boundaries()")
        await connection.execute("CREATE TEMP TABLE clearance AS SELECT * FROM public.clearance")
        await connection.execute(
            """INSERT INTO pg_temp.clearance (person_id, boundary, granted_at, expires_at)
              SELECT $1, hidden, now() - interval '1 day', now() + interval '1 day' FROM unnest($2::text[]) hidden""",
            cast.ada.id,
            [*catalogue().boundaries],
        )
        await connection.execute("GRANT SELECT ON pg_temp.clearance TO PUBLIC")
        assert set(await connection.fetchval("SELECT app_boundaries()")) == set(seen)
    finally:
        await connection.close()


async def test_what_is_seen_is_looked_up_anew_for_another_caller_and_after_a_change_of_clearance(
    cast: Cast, postgres: EmbeddedPostgres
) -> None:
    """It is kept within a transaction, and for nobody else and no other clearance than it was looked up for."""
    connection = await asyncpg.connect(postgres.app_url)

    async def seen(person: int | None = None, named: str = "") -> set[str]:
        if person is not None:
            await connection.execute(
                "SELECT set_config('app.person_id', $1, true), set_config('app.boundaries', $2, true)",
                str(person),
                named,
            )
        return set(await connection.fetchval("SELECT app_boundaries()"))

    try:
        async with connection.transaction():
            ada, dora = await seen(cast.ada.id), await seen(cast.dora.id)
            assert "germany" in dora - ada and await seen(cast.ada.id, "germany") == ada
            await connection.execute(
                """INSERT INTO clearance (person_id, boundary, granted_at, expires_at, granted_by, evidence)
                  VALUES ($1, 'germany', now(), now() + interval '1 hour', $2, 'tried')""",
                cast.ada.id,
                cast.dora.id,
            )
            assert await seen() == ada | {"germany"}
            await connection.execute("UPDATE clearance SET revoked_at = now() WHERE person_id = $1", cast.ada.id)
            assert await seen() == {"everywhere"}
            assert await seen(cast.dora.id) == dora
            await connection.execute("UPDATE person SET disabled_at = now() WHERE id = $1", cast.dora.id)
            assert await seen() == {"everywhere"}
        assert await seen() == set()
    finally:
        await connection.close()


async def test_without_a_scope_nothing_is_visible(
    cast: Cast, admin: asyncpg.Connection, postgres: EmbeddedPostgres
) -> None:
    """Of each table that holds something of the hidden world: none of it with no scope, another or a forged one, all of it with its own."""
    await hide_a_world(cast)
    bounded = [
        table.name
        for table in metadata.sorted_tables
        if "boundary" in table.c and not table.info.get("readable_by_all")
    ]
    there = {name: rows for name in bounded if (rows := await _hidden_rows(admin, name))}
    assert len(there) > 30 and {"support_case", "attachment", "event", "search_document"} <= set(there)
    connection = await asyncpg.connect(postgres.app_url)
    try:
        for scope in ("", "germany", f"public', '{HIDDEN}", HIDDEN):
            async with connection.transaction():
                await connection.execute("SELECT set_config('app.boundaries', $1, true)", scope)
                seen = {name: rows for name in there if (rows := await _hidden_rows(connection, name))}
                assert seen == (there if scope == HIDDEN else {}), scope
    finally:
        await connection.close()


async def _hidden_rows(connection: asyncpg.Connection, table: str) -> int:
    rows: int = await connection.fetchval(f"SELECT count(*) FROM {table} WHERE boundary = $1", HIDDEN)
    return rows


async def test_events_can_be_neither_changed_nor_deleted(cast: Cast, postgres: EmbeddedPostgres) -> None:
    await a_case(cast.ada)
    connection = await asyncpg.connect(postgres.app_url)
    try:
        for table in (table.name for table in metadata.sorted_tables if table.info.get("append_only")):
            for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
    finally:
        await connection.close()


async def test_no_row_can_point_across_a_boundary(cast: Cast, admin: asyncpg.Connection) -> None:
    """Even a superuser, whom policies do not bind, is stopped by the composite keys."""
    public = await a_case(cast.ada)
    germany = await a_case(cast.dora, await a_customer("germany", "Isar Energie"))
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await admin.execute(
            "INSERT INTO case_link (boundary, case_id, other_id, kind, reason, at) VALUES ('public', $1, $2, 'related', '', now())",
            public.id,
            germany.id,
        )
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await admin.execute(
            "INSERT INTO case_entry (boundary, case_id, kind, body, at, author_name) VALUES ('germany', $1, 'note', 'x', now(), 'x')",
            public.id,
        )


async def test_every_foreign_key_of_a_bounded_child_carries_the_boundary(connected: None) -> None:
    parents = {
        table.name
        for table in metadata.sorted_tables
        if "boundary" in table.c and not table.info.get("readable_by_all")
    }
    loose = [
        f"{table.name} → {key.referred_table.name}"
        for table in metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table.name in parents and "boundary" not in {element.column.name for element in key.elements}
    ]
    assert loose == []


async def test_what_a_scope_may_not_see_it_may_not_write(cast: Cast, postgres: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(postgres.app_url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.execute("SELECT set_config('app.person_id', $1, true)", str(cast.ada.id))
                await connection.execute(
                    "INSERT INTO customer (version, boundary, name, industry, plan, handling_notes) VALUES (1, 'germany', 'X', '', 'standard', '')"
                )
    finally:
        await connection.close()


async def test_an_expired_clearance_closes_the_door_at_that_minute(
    cast: Cast, admin: asyncpg.Connection, postgres: EmbeddedPostgres
) -> None:
    await a_case(cast.ada)
    connection = await asyncpg.connect(postgres.app_url)

    async def seen() -> int:
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.person_id', $1, true)", str(cast.ada.id))
            return int(await connection.fetchval("SELECT count(*) FROM support_case"))

    try:
        assert await seen() == 1
        await admin.execute("UPDATE clearance SET expires_at = now() WHERE person_id = $1", cast.ada.id)
        assert await seen() == 0
    finally:
        await connection.close()
