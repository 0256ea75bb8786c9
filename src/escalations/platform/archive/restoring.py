"""A backup into a server: made beside what is there, compared with what was saved, and only then put in its place."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import asyncpg

from ..postgres import create_database
from ..protection import APP_ROLE, OWNER_ROLE
from ..time import now
from .contents import Contents, contents_of, differences
from .marking import leap, mark
from .saving import DUMP, Manifest, manifest_of
from .tools import database_of, run, with_database

NOTHING = io.BytesIO()
UNFINISHED = "_restoring"
TRIES = 6
"""Each waits five seconds for others to go."""


class NotRestored(Exception):
    """Why, in words; what was there is as it was."""


async def put_back(file: Path, url: str, say: Callable[[str], None], *, replace: bool, moved: bool) -> Contents:
    """`url` names the database to be, as one who may create databases. What is there already is kept under another name, and that
    only with `replace`. Unless it only `moved`, things have happened since it was saved that it knows nothing of."""
    manifest, name = manifest_of(file), database_of(url)
    unfinished = f"{name}{UNFINISHED}"
    server = await asyncpg.connect(with_database(url, "postgres"))
    try:
        await _refuse_odd_target(server, url, name, replace=replace)
        await server.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        await create_database(server, f'"{unfinished}"')
        try:
            say(f"Restoring {manifest.contents.rows:,} rows of {len(manifest.contents.tables)} tables.")
            await _fill(file, with_database(url, unfinished))
            say("Comparing with what was saved.")
            await _compare(manifest.contents, with_database(url, unfinished))
            if not moved:
                await _set_apart(server, manifest, url, unfinished)
            await _put_in_place(server, unfinished, name, say)
        except BaseException:
            await server.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
            raise
    finally:
        await server.close()
    return manifest.contents


async def _refuse_odd_target(server: asyncpg.Connection, url: str, name: str, *, replace: bool) -> None:
    roles = {row["rolname"]: row for row in await server.fetch(_ROLES, [OWNER_ROLE, APP_ROLE])}
    if missing := {OWNER_ROLE, APP_ROLE} - roles.keys():
        raise NotRestored(
            f"The server has no role {', '.join(sorted(missing))}. First: escalations roles --print-sql | psql …"
        )
    if mighty := [role for role, row in roles.items() if row["rolsuper"] or row["rolbypassrls"]]:
        raise NotRestored(f"{', '.join(mighty)} bypasses row-level security. Take that away first.")
    if not replace and await _holds_anything(server, url, name):
        raise NotRestored(
            f"The database {name} is not empty. With --replace it is kept under another name and replaced."
        )


async def _holds_anything(server: asyncpg.Connection, url: str, name: str) -> bool:
    if not await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        return False
    there = await asyncpg.connect(url)
    try:
        return bool(await there.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
    finally:
        await there.close()


async def _fill(file: Path, url: str) -> None:
    """Straight out of the file: what is brought back may be large, and lie where nothing can be written."""
    with tarfile.open(file) as archive, archive.extractfile(DUMP) or NOTHING as dump:
        await run("pg_restore", url, "--exit-on-error", "--single-transaction", given=dump)


async def _compare(saved: Contents, url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            wrong = differences(saved, await contents_of(connection))
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    if wrong:
        raise NotRestored(f"What came back is not what was saved: {'; '.join(wrong[:5])}")


async def _set_apart(server: asyncpg.Connection, manifest: Manifest, url: str, made: str) -> None:
    connection = await asyncpg.connect(with_database(url, made))
    try:
        await leap(connection)
    finally:
        await connection.close()
    await mark(server, made, at=now(), saved=manifest.at)


async def _put_in_place(server: asyncpg.Connection, made: str, name: str, say: Callable[[str], None]) -> None:
    await server.execute(f'REVOKE ALL ON DATABASE "{made}" FROM PUBLIC')
    await server.execute(f'GRANT CONNECT ON DATABASE "{made}" TO {APP_ROLE}')
    kept = f"{name}_before_{now():%Y%m%d_%H%M%S}"
    there = await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
    renamings = [f'ALTER DATABASE "{name}" RENAME TO "{kept}"'] if there else []
    await _rename(server, name, [*renamings, f'ALTER DATABASE "{made}" RENAME TO "{name}"'])
    if there:
        say(f"What was there is kept as {kept}.")


async def _rename(server: asyncpg.Connection, name: str, renamings: list[str]) -> None:
    """All or none, so that at no moment there is no database of that name. Who comes back in between is sent away again."""
    for left in reversed(range(TRIES)):
        try:
            async with server.transaction():
                await server.execute(_END_SESSIONS, name)
                for renaming in renamings:
                    await server.execute(renaming)
        except asyncpg.ObjectInUseError:
            if not left:
                raise
        else:
            return


_ROLES = "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = ANY ($1)"
_END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
