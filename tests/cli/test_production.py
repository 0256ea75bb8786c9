"""What suits only a demo is refused in production."""

import asyncio
import signal
import socket
from contextlib import suppress
from pathlib import Path

import asyncpg
import httpx
import pytest

from escalations.platform.schema import newest_revision
from tests.cast import Cast
from tests.cli.shell import said, shell
from tests.support import urls


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def ready(client: httpx.AsyncClient) -> None:
    """Raises TimeoutError where it never is; how long a start takes is the machine's matter."""
    async with asyncio.timeout(240):
        while True:
            with suppress(httpx.TransportError):
                if (await client.get("/health/ready")).status_code == 200:
                    return
            await asyncio.sleep(0.1)


async def test_nobody_signs_in_without_a_password(cast: Cast, admin: asyncpg.Connection) -> None:
    await admin.execute("UPDATE person SET demo = true WHERE id = $1", cast.ada.id)
    port = free_port()

    async def try_the_door(process: asyncio.subprocess.Process) -> None:
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
                await ready(client)
                assert cast.ada.name not in (await client.get("/sign-in")).text
                form = {"_csrf_token": client.cookies["csrftoken"], "person_id": str(cast.ada.id)}
                assert (await client.post("/demo-sign-in", data=form)).status_code == 404
        finally:
            process.send_signal(signal.SIGTERM)

    ended = await shell("web", meanwhile=try_the_door, ESCALATIONS_PORT=str(port))
    assert ended.code == 0, ended.err


async def test_the_demo_world_is_not_loaded(cast: Cast, admin: asyncpg.Connection) -> None:
    people = await admin.fetchval("SELECT count(*) FROM person")
    ended = await said("demo", "load")
    assert ended.code == 1 and "refused with ESCALATIONS_ENV=production" in ended.err
    assert await admin.fetchval("SELECT count(*) FROM person") == people


async def test_the_demo_world_goes_into_an_empty_database_only(cast: Cast) -> None:
    ended = await said("demo", "load", ESCALATIONS_ENV="development")
    assert ended.code == 1 and "This database has people already" in ended.err
    ended = await said("demo", "load", "--dry-run", ESCALATIONS_ENV="development")
    assert ended.code == 0 and ended.out.startswith("Would load ")


@pytest.mark.parametrize(
    "words", [["run"], ["web"], ["worker"], ["people", "clear", "a@b.example", "public:2099-01-01"]]
)
async def test_the_embedded_server_is_not_started(cast: Cast, tmp_path: Path, words: list[str]) -> None:
    ended = await said(*words, DATABASE_URL="", ESCALATIONS_HOME=str(tmp_path / "home"))
    assert ended.code == 2 and "With ESCALATIONS_ENV=production set also: DATABASE_URL." in ended.err
    assert not (tmp_path / "home").exists()


async def test_a_configuration_is_refused_without_telling_its_secrets(cast: Cast) -> None:
    ended = await said(
        "web", ESCALATIONS_SECRET="too-short", DATABASE_URL="postgresql://app:hunter2@db.example/escalations"
    )
    assert ended.code == 2 and "ESCALATIONS_SECRET (32 characters or more)" in ended.err
    assert "hunter2" not in ended.err + ended.out and "too-short" not in ended.err + ended.out
    ended = await said("web", ESCALATIONS_PORT="eighty")
    assert ended.code == 2 and "port: " in ended.err.casefold() and "hunter2" not in ended.err


async def test_a_database_that_does_not_answer_is_told_in_words(cast: Cast) -> None:
    ended = await said("jobs", "held", DATABASE_URL=f"postgresql://app:hunter2@127.0.0.1:{free_port()}/escalations")
    assert ended.code == 1 and "The database cannot be reached" in ended.err and "hunter2" not in ended.err


@pytest.mark.parametrize(
    ("at", "command", "told"),
    [
        ("0001", ["jobs", "held"], "not migrated: at 0001"),
        ("0001", ["doctor"], "Run: escalations migrate"),
        ("9999", ["web"], "a newer one has migrated it. Install that one"),
        ("9999", ["doctor"], "at 9999, which this version does not know"),
        ("9999", ["migrate"], "a newer one has migrated it. Install that one"),
    ],
)
async def test_a_database_of_another_version_is_told_in_words(
    cast: Cast, admin: asyncpg.Connection, at: str, command: list[str], told: str
) -> None:
    await admin.execute("UPDATE alembic_version SET version_num = $1", at)
    try:
        ended = await said(*command, DATABASE_OWNER_URL=urls.owner)
    finally:
        await admin.execute("UPDATE alembic_version SET version_num = $1", newest_revision())
    assert ended.code == 1 and told in " ".join((ended.err + ended.out).split())
