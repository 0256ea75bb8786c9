"""Everything in one file and back: equal by checksums, whole or not at all."""

import asyncio
import errno
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from escalations.cases.actions import reply_to_customer
from escalations.cases.queries import case_for
from escalations.integrations.actions import write_mail
from escalations.integrations.returning import hold_after_return
from escalations.platform import db as database
from escalations.platform.archive import contents_of, differences, manifest_of, restoring, tools
from escalations.platform.postgres import EmbeddedPostgres
from tests.browser.stage import set_stage
from tests.cast import Cast
from tests.cli.shell import said
from tests.conftest import HOME
from tests.faults.serving import served
from tests.integrations.builders import an_answered_case
from tests.support import as_person, as_system, urls


@pytest.fixture
async def folder() -> AsyncIterator[Path]:
    """Where the server's own user may not read either, as it should be."""
    there = HOME / f"backups_{os.getpid()}"
    there.mkdir(parents=True, exist_ok=True)
    yield there
    shutil.rmtree(there)


class Target:
    """A database beside the run's own, named `name`, and the commands as an operator gives them."""

    def __init__(self, postgres: EmbeddedPostgres) -> None:
        self.here = postgres.admin_url.replace("/postgres?", f"/{postgres.database}?")
        self.name = f"{postgres.database}_back"
        self.there = postgres.admin_url.replace("/postgres?", f"/{self.name}?")
        self.app_url = postgres.app_url.replace(f"/{postgres.database}?", f"/{self.name}?")

    async def says(self, *words: str, url: str | None = None) -> tuple[int, str]:
        ended = await said(*words, DATABASE_ADMIN_URL=url or self.here)
        return ended.code, ended.out + ended.err


@pytest.fixture
async def target(postgres: EmbeddedPostgres, admin: asyncpg.Connection) -> AsyncIterator[Target]:
    made = Target(postgres)
    yield made
    for row in await admin.fetch("SELECT datname FROM pg_database WHERE datname LIKE $1", f"{made.name}%"):
        await admin.execute(f'DROP DATABASE "{row["datname"]}" WITH (FORCE)')


async def test_a_world_comes_back_equal_and_the_program_runs_on_it(
    cast: Cast, admin: asyncpg.Connection, target: Target, folder: Path
) -> None:
    await set_stage(cast)
    file = folder / "whole.backup"
    code, told = await target.says("backup", str(file), "--dry-run")
    assert code == 0 and "Would save" in told and not file.exists()
    code, told = await target.says("backup", str(file))
    assert code == 0 and "Saved" in told and file.stat().st_mode & 0o077 == 0, told
    assert (await target.says("backup", str(file)))[0] == 1, "what is there is not overwritten"
    assert (await target.says("backup", "verify", str(file)))[0] == 0
    code, told = await target.says("restore", str(file), url=target.there)
    assert code == 0 and "all are equal" in told, told
    code, told = await target.says("backup", "verify", str(file), url=target.there)
    assert code == 0 and "Equal" in told, told
    assert manifest_of(file).contents.tables["event"][0] == await admin.fetchval("SELECT count(*) FROM event")
    async with served(folder / "web.log", DATABASE_URL=target.app_url) as url, httpx.AsyncClient(base_url=url) as http:
        assert (await http.get("/sign-in")).status_code == 200


@asynccontextmanager
async def working_on(target: Target) -> AsyncIterator[asyncpg.Connection]:
    """The program on what was brought back, and a look at it from outside."""
    there = await asyncpg.connect(target.there)
    database.connect(target.app_url, pooled=False)
    try:
        yield there
    finally:
        await database.disconnect()
        database.connect(urls.app, pooled=False)
        await there.close()


async def test_what_waited_is_held_and_numbers_are_not_given_out_again(
    cast: Cast, admin: asyncpg.Connection, target: Target, folder: Path
) -> None:
    """Once, by the first worker; what is written after the return is mailed as ever."""
    case, entry = await an_answered_case(cast)
    file = folder / "small.backup"
    assert (await target.says("backup", str(file)))[0] == 0
    code, told = await target.says("restore", str(file), url=target.there)
    assert code == 0 and "held by the first worker" in told
    assert (await target.says("backup", "verify", str(file), url=target.there))[0] == 0
    async with working_on(target) as there:
        assert await there.fetchval("SELECT nextval(pg_get_serial_sequence('case_entry', 'id'))") > entry.id + 10_000
        for _ in range(2):
            await asyncio.gather(hold_after_return(), hold_after_return())
            assert [tuple(row) for row in await there.fetch(HELD)] == [(entry.id, "held")]
            assert await there.fetchval("SELECT count(*) FROM event WHERE action = 'WaitingHeld'") == 1
        async with as_person(cast.ada) as db:
            again = await case_for(db, cast.ada, case.ref, lock=True)
            newer = (await reply_to_customer(db, again, "Hello Lena, it came back.", by=cast.ada)).entry
        await hold_after_return()
        async with as_system() as db:
            await write_mail(db, newer.id)
        assert [row["state"] for row in await there.fetch(HELD)] == ["held", "waiting"]


async def test_a_database_that_only_moved_goes_on(
    cast: Cast, admin: asyncpg.Connection, target: Target, folder: Path
) -> None:
    _, entry = await an_answered_case(cast)
    file = folder / "small.backup"
    assert (await target.says("backup", str(file)))[0] == 0
    code, told = await target.says("restore", str(file), "--moved", url=target.there)
    assert code == 0 and "held" not in told
    async with working_on(target) as there:
        await hold_after_return()
        assert await there.fetchval("SELECT count(*) FROM event WHERE action = 'WaitingHeld'") == 0
        assert await there.fetchval("SELECT nextval(pg_get_serial_sequence('case_entry', 'id'))") == entry.id + 1


HELD = "SELECT entry_id, state FROM outgoing_mail ORDER BY entry_id"


async def test_what_differs_is_named(cast: Cast, admin: asyncpg.Connection, target: Target, folder: Path) -> None:
    file = folder / "small.backup"
    assert (await target.says("backup", str(file)))[0] == 0
    saved = manifest_of(file).contents
    for harm, told in (
        ("UPDATE person SET name = 'Eve' WHERE name = 'Ada'", "person has 10 rows, but not the same ones"),
        ("DELETE FROM clearance WHERE boundary = 'france'", "clearance has"),
        ("ALTER TABLE support_case NO FORCE ROW LEVEL SECURITY", "row security true/true"),
        ("DROP POLICY within_boundary ON support_case", "policy support_case.within_boundary"),
        ("GRANT UPDATE ON event TO escalations_app", "grant UPDATE on event"),
        ("SELECT setval(pg_get_serial_sequence('person', 'id'), 1)", "the sequence person_id_seq"),
    ):
        undo = admin.transaction()
        await undo.start()
        await admin.execute(harm)
        assert any(told in one for one in differences(saved, await contents_of(admin))), harm
        await undo.rollback()


async def test_what_is_there_is_replaced_only_when_told_and_kept(
    cast: Cast, admin: asyncpg.Connection, target: Target, folder: Path
) -> None:
    file = folder / "small.backup"
    assert (await target.says("backup", str(file)))[0] == 0
    assert (await target.says("restore", str(file), url=target.there))[0] == 0
    code, told = await target.says("restore", str(file), url=target.there)
    assert code == 1 and "not empty" in told
    code, told = await target.says("restore", str(file), "--replace", url=target.there)
    assert code == 0 and f"kept as {target.name}_before_" in told


async def test_a_broken_file_leaves_nothing_half(
    admin: asyncpg.Connection, cast: Cast, target: Target, folder: Path
) -> None:
    file = folder / "small.backup"
    assert (await target.says("backup", str(file)))[0] == 0
    whole = file.read_bytes()
    for broken in (whole[: len(whole) // 2], whole[:-40_000] + b"\0" * 40_000, b"", b"not a backup"):
        (folder / "broken").write_bytes(broken)
        code, told = await target.says("restore", str(folder / "broken"), url=target.there)
        assert code == 1 and "Traceback" not in told, told
        found = await admin.fetch("SELECT datname FROM pg_database WHERE datname LIKE $1", f"{target.name}%")
        assert [row["datname"] for row in found] == []


async def test_a_restore_that_is_killed_leaves_what_was_there(
    admin: asyncpg.Connection, cast: Cast, target: Target, folder: Path
) -> None:
    """What it had begun stands under another name, and the next one clears it away."""
    file = folder / "small.backup"
    assert (await target.says("backup", str(file)))[0] == 0
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "escalations.cli", "restore", str(file), env=os.environ | {"DATABASE_ADMIN_URL": target.there},
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(600):
        if await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", f"{target.name}_restoring"):
            break
        await asyncio.sleep(0.05)
    process.kill()
    await process.wait()
    assert not await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", target.name)
    assert (await target.says("restore", str(file), url=target.there))[0] == 0


async def test_what_a_killed_backup_left_is_cleared_away_by_the_next(cast: Cast, target: Target, folder: Path) -> None:
    """And nothing of one that is still being made."""
    making = f"from pathlib import Path; from escalations.platform.archive.making import being_made\nwith being_made(Path({str(folder / 'old')!r}), print): print(1, flush=True); input()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", making, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None and await process.stdout.readline()
    code, told = await target.says("backup", str(folder / "first.backup"))
    (left,) = [name for name in os.listdir(folder) if name.startswith(".old.")]
    assert code == 0 and "Cleared away" not in told
    process.kill()
    await process.wait()
    code, told = await target.says("backup", str(folder / "second.backup"))
    assert code == 0 and f"had left: {left}" in told, told
    assert sorted(os.listdir(folder)) == ["first.backup", "second.backup"]


async def test_a_backup_is_read_where_nothing_can_be_written(
    cast: Cast, target: Target, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    file = folder / "small.backup"
    assert (await target.says("backup", str(file)))[0] == 0
    monkeypatch.setattr(tempfile, "mkdtemp", nowhere)
    code, told = await target.says("restore", str(file), url=target.there)
    assert code == 0 and "all are equal" in told, told


async def test_what_went_wrong_is_said_and_not_the_last_line_about_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "pg_restore"
    tool.write_text("""#!/bin/sh
echo "pg_restore: creating TABLE" >&2; echo "pg_restore: error: COPY failed: No space left on device" >&2
echo "CONTEXT:  COPY routing_decision, line 99" >&2; exit 1
""")
    tool.chmod(0o700)
    monkeypatch.setattr(tools, "program", lambda _: str(tool))
    with pytest.raises(tools.ToolFailed, match="No space left on device"):
        await tools.run("pg_restore", "postgresql://nobody/nothing")


async def test_at_no_moment_is_there_no_database_of_that_name(admin: asyncpg.Connection, target: Target) -> None:
    """What is there gives its name and what was made takes it, or neither does."""
    await admin.execute(f'CREATE DATABASE "{target.name}"')
    swap = [
        f'ALTER DATABASE "{target.name}" RENAME TO "{target.name}_old"',
        f'ALTER DATABASE nowhere RENAME TO "{target.name}"',
    ]
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await restoring._rename(admin, target.name, swap)
    assert await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", target.name) == 1


async def test_a_role_that_is_held_back_is_refused(
    cast: Cast, postgres: EmbeddedPostgres, target: Target, folder: Path
) -> None:
    code, told = await target.says("backup", str(folder / "blind.backup"), url=postgres.owner_url)
    assert code == 2 and "row-level security" in told and not (folder / "blind.backup").exists()


def test_a_password_is_on_no_command_line() -> None:
    from escalations.platform.archive.tools import _without_password

    url, environment = _without_password("postgresql://admin:p%40ss@db.example:5433/desk?sslmode=require")
    assert url == "postgresql://admin@db.example:5433/desk?sslmode=require" and environment == {"PGPASSWORD": "p@ss"}


def test_a_backup_holds_no_more_than_it_says(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "odd", "w") as archive:
        archive.add(__file__, "../manifest.json")
    with pytest.raises(Exception, match="no backup of ours"):
        manifest_of(tmp_path / "odd")
