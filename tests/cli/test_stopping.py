"""Whoever stops a command, and however: what it started itself stops with it, and nothing half done is taken for the whole."""

import asyncio
import json
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import httpx
import pytest

from escalations.cli.demo.whole import MARK
from tests.cast import Cast
from tests.cli.shell import Ended, said, shell
from tests.cli.test_production import free_port, ready
from tests.support import urls

NOBODY = 4194305
"""More than any process is called."""
LOCK, UNLOCK = (
    f"SELECT {how}(hashtextextended('escalations migrate', 0))" for how in ("pg_advisory_lock", "pg_advisory_unlock")
)
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'escalations migrate' AND datname = current_database()"


async def test_a_closed_terminal_is_a_stop_like_any_other(cast: Cast) -> None:
    port = free_port()

    async def close(process: asyncio.subprocess.Process) -> None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            await ready(client)
        process.send_signal(signal.SIGHUP)

    ended = await shell("web", meanwhile=close, ESCALATIONS_PORT=str(port))
    assert ended.code == 0, ended.err


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_migration_ends_at_once(cast: Cast, admin: asyncpg.Connection, sign: signal.Signals) -> None:
    """It works in a thread that nobody can interrupt: the server takes back what was not committed."""

    async def stop(process: asyncio.subprocess.Process) -> None:
        while not await admin.fetchval(WAITS):
            assert process.returncode is None
            await asyncio.sleep(0.05)
        process.send_signal(sign)
        await process.wait()

    await admin.execute(LOCK)
    try:
        ended = await asyncio.wait_for(shell("migrate", meanwhile=stop, DATABASE_OWNER_URL=urls.owner), 60)
    finally:
        await admin.execute(UNLOCK)
    assert ended.code == 128 + sign and "made whole or not at all" in ended.err


async def first_start(home: Path, meanwhile: Callable[[], Awaitable[None]]) -> Ended:
    """Stopped as soon as the demo world is being loaded, and `meanwhile` is done."""

    async def stop(process: asyncio.subprocess.Process) -> None:
        while not (home / MARK).exists() or not (home / MARK).read_text():
            assert process.returncode is None, "it ended by itself"
            await asyncio.sleep(0.05)
        await meanwhile()
        process.send_signal(signal.SIGTERM)

    env = {"ESCALATIONS_ENV": "development", "ESCALATIONS_HOME": str(home), "ESCALATIONS_PORT": str(free_port())}
    return await shell("run", meanwhile=stop, DATABASE_URL="", **env)


async def test_a_demo_world_is_loaded_whole_or_begun_anew(tmp_path: Path) -> None:
    home = tmp_path / "home"

    async def another() -> None:
        told = await said("demo", "load", DATABASE_URL="", ESCALATIONS_ENV="development", ESCALATIONS_HOME=str(home))
        assert told.code == 1 and "Another process loads the demo world" in told.err

    async def nothing() -> None:
        return

    ended = await first_start(home, another)
    assert ended.code == 128 + signal.SIGTERM, ended.err
    assert "thrown away" not in ended.out and not (home / "postgres" / "postmaster.pid").exists()
    (home / "postgres" / ".handle_pids.json").write_text(json.dumps([NOBODY]))
    (home / MARK).write_text("")
    ended = await first_start(home, nothing)
    assert "not loaded to its end" in ended.out and "Loading the demo world" in ended.out
    assert not (home / "postgres" / "postmaster.pid").exists(), "no server waits for a process that was killed"


async def test_a_folder_that_cannot_be_used_is_told_in_words(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    told = await said("run", DATABASE_URL="", ESCALATIONS_ENV="development", ESCALATIONS_HOME=str(taken))
    assert told.code == 1 and "File exists" in told.err and "ESCALATIONS_HOME names another" in told.err
