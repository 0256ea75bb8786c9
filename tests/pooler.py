"""A real PgBouncer in transaction mode for the tests: each transaction gets whichever connection of the server is free."""

import asyncio
import getpass
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.protection import APP_ROLE

CONFIG = """[databases]
{database} = host={socket} port={port} dbname={database} user={role}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
logfile = {folder}/log
pidfile = {folder}/pid
"""


def binary() -> str:
    found = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")
    assert found, "This test needs PgBouncer: install the package `pgbouncer`."
    return found


@asynccontextmanager
async def pooled(postgres: EmbeddedPostgres, folder: Path, connections: int) -> AsyncIterator[str]:
    """The URL through it. It never takes more than so many connections of the server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        own_port = int(free.getsockname()[1])
    info = postgres.server.get_postmaster_info()
    told = CONFIG.format(
        database=postgres.database, socket=info.socket_dir, port=info.port or 5432, role=APP_ROLE, own_port=own_port,
        connections=connections, folder=folder,
    )  # fmt: skip
    (folder / "pooler.ini").write_text(told)
    process = await asyncio.create_subprocess_exec(
        binary(), "-q", *_as_its_owner(postgres, folder), str(folder / "pooler.ini"), stdout=subprocess.DEVNULL
    )
    url = f"postgresql://{APP_ROLE}@127.0.0.1:{own_port}/{postgres.database}"
    try:
        await _wait_until_ready(url)
        yield url
    finally:
        process.terminate()
        await process.wait()


def _as_its_owner(postgres: EmbeddedPostgres, folder: Path) -> list[str]:
    """As the user whose socket the server has; as root it refuses to run."""
    if getpass.getuser() != "root":
        return []
    owner = Path(postgres.server.get_postmaster_info().socket_dir).owner()
    shutil.chown(folder, owner)
    return ["-u", owner]


async def _wait_until_ready(url: str) -> None:
    for _ in range(100):
        try:
            connection = await asyncpg.connect(url, statement_cache_size=0, timeout=2)
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(0.05)
        else:
            await connection.close()
            return
    raise AssertionError("PgBouncer was not ready within 5 s")
