"""What the doctor finds in the database: reachable, migrated, protected, worked on, without dead ends."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import asyncpg

from ..catalog.loading import catalogue
from ..platform.agreeing import apart, said_of
from ..platform.postgres import EmbeddedPostgres, running_postgres
from ..platform.schema import amiss
from ..platform.settings import settings
from ..platform.time import now, spell
from .doctor_people import customers_here, people_here
from .failing import words_of
from .findings import Finding


def _url() -> str | None:
    if settings().database_url:
        return settings().database_url
    embedded: EmbeddedPostgres | None = running_postgres(settings().home.resolve())
    return embedded.app_url if embedded else None


async def examine_database() -> list[Finding]:
    url = _url()
    if url is None:
        return [Finding("database", "warn", "the embedded PostgreSQL is not running; `escalations run` starts it")]
    async with AsyncExitStack() as stack:
        try:
            connection = await stack.enter_async_context(database_at(url))
        except (OSError, asyncpg.PostgresError) as error:
            told = f"cannot be reached: {words_of(error)}. Check DATABASE_URL and that the server runs."
            return [Finding("database", "bad", told)]
        answers = f"PostgreSQL {connection.get_server_version().major} answers"
        return [Finding("database", "ok", answers), *await _looked_through(connection)]


@asynccontextmanager
async def database_at(url: str) -> AsyncIterator[asyncpg.Connection]:
    """One transaction that writes nothing: a pooler may give what comes after it another connection."""
    connection = await asyncpg.connect(url, timeout=5, statement_cache_size=0)
    try:
        async with connection.transaction(readonly=True):
            yield connection
    finally:
        await connection.close()


async def _looked_through(connection: asyncpg.Connection) -> list[Finding]:
    findings = await _migrated(connection)
    if findings[0].verdict == "ok":
        for check in (
            _same_time,
            _protected,
            _jobs,
            _clocks,
            people_here,
            customers_here,
            _clearances,
            _dead_ends_hint,
        ):
            findings += await check(connection)
    return findings


async def _migrated(connection: asyncpg.Connection) -> list[Finding]:
    there = await connection.fetchval("SELECT to_regclass('public.alembic_version')")
    at = await connection.fetchval("SELECT version_num FROM alembic_version") if there else None
    if wrong := amiss(at):
        return [Finding("schema", "bad", wrong)]
    return [Finding("schema", "ok", f"at revision {at}, the newest")]


async def _same_time(connection: asyncpg.Connection) -> list[Finding]:
    asked = now()
    told = await connection.fetchval("SELECT clock_timestamp()")
    if wrong := said_of(apart(asked, told, now())):
        return [Finding("time", "bad", f"{wrong}. Let both follow the same time server.")]
    return [Finding("time", "ok", "this machine's clock and the database's agree")]


async def _protected(connection: asyncpg.Connection) -> list[Finding]:
    role = await connection.fetchrow(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    assert role is not None
    if role["rolsuper"] or role["rolbypassrls"]:
        return [
            Finding(
                "protection",
                "bad",
                f"role {role['rolname']} bypasses row-level security. Use a plain role in DATABASE_URL.",
            )
        ]
    owned = await connection.fetchval(
        "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relnamespace = 'public'::regnamespace"
    )
    if owned:
        return [
            Finding(
                "protection",
                "bad",
                f"role {role['rolname']} owns {owned} tables and could switch protection off. Use a role that owns nothing.",
            )
        ]
    bare = [row[0] for row in await connection.fetch(_UNPROTECTED)]
    if bare:
        return [Finding("protection", "bad", f"tables without enforced row-level security: {', '.join(bare)}")]
    return [
        Finding(
            "protection",
            "ok",
            f"role {role['rolname']} owns nothing and cannot bypass row-level security; every bounded table enforces it",
        )
    ]


_UNPROTECTED = """SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'boundary'
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"""


async def _jobs(connection: asyncpg.Connection) -> list[Finding]:
    row = await connection.fetchrow(
        "SELECT count(*) FILTER (WHERE status = 'queued') AS waiting, count(*) FILTER (WHERE status = 'failed') AS held, "
        "now() - min(created) FILTER (WHERE status = 'queued' AND execute_after <= now()) AS oldest FROM pgqueuer"
    )
    assert row is not None
    if row["held"]:
        return [Finding("jobs", "bad", f"{row['held']} held after repeated failure; see the Jobs page and replay them")]
    if row["oldest"] and row["oldest"] > timedelta(minutes=5):
        return [
            Finding(
                "jobs",
                "bad",
                f"{row['waiting']} wait, the oldest since {spell(row['oldest'])}: no worker runs. Start: escalations worker",
            )
        ]
    return [Finding("jobs", "ok", f"{row['waiting']} waiting, none held")]


async def _clocks(connection: asyncpg.Connection) -> list[Finding]:
    """Seen per boundary, as the sweep does."""
    stale = 0
    for boundary in catalogue().boundaries:
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.boundaries', $1, true)", boundary)
            stale += await connection.fetchval(
                "SELECT count(*) FROM clock WHERE state = 'running' AND wake_at < now() - interval '5 minutes'"
            )
    if stale:
        return [
            Finding(
                "clocks",
                "bad",
                f"{stale} clocks were not looked at in time: no worker sweeps. Start: escalations worker",
            )
        ]
    return [Finding("clocks", "ok", "every running clock was looked at in time")]


async def _clearances(connection: asyncpg.Connection) -> list[Finding]:
    soon = await connection.fetchval(
        "SELECT count(*) FROM clearance WHERE revoked_at IS NULL AND expires_at BETWEEN now() AND now() + interval '14 days'"
    )
    alone = [row[0] for row in await connection.fetch(_LONE_BOUNDARIES)]
    findings = [Finding("clearances", "warn" if soon else "ok", f"{soon} expire within 14 days")]
    return findings + [
        Finding("clearances", "warn", f"only one person is cleared for {boundary}") for boundary in alone
    ]


_LONE_BOUNDARIES = """SELECT boundary FROM clearance WHERE revoked_at IS NULL AND granted_at <= now() AND expires_at > now()
GROUP BY boundary HAVING count(DISTINCT person_id) = 1"""


async def _dead_ends_hint(connection: asyncpg.Connection) -> list[Finding]:
    """What stands in any of the views that must always be empty, in whichever cloud."""
    names = "SELECT viewname FROM pg_views WHERE schemaname = 'public' AND viewname LIKE 'dead\\_end\\_%' ORDER BY 1"
    stuck = Counter({row[0]: 0 for row in await connection.fetch(names)})
    for boundary in catalogue().boundaries:
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.boundaries', $1, true)", boundary)
            for view in stuck:
                stuck[view] += await connection.fetchval(f"SELECT count(*) FROM {view}")
    kinds = [view.removeprefix("dead_end_") for view in stuck]
    if found := [f"{count} of kind {view.removeprefix('dead_end_')}" for view, count in stuck.items() if count]:
        told = f"nothing will wake up {', '.join(found)}; see the Dead ends page"
        return [Finding("dead ends", "bad", told)]
    return [
        Finding("dead ends", "ok", f"every open {', '.join(kinds)} has somebody and something that will wake it up")
    ]
