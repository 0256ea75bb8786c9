"""Reports read a copy of the database where there is one, with the same sight, and the primary where it does not answer."""

import asyncio
import signal
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from escalations.people.access import COOKIE
from escalations.people.actions import start_session
from escalations.people.models import Person
from escalations.platform import copies
from escalations.platform.copies import connect_copy, disconnect_copy, reading
from escalations.platform.db import Scope, Session, transaction
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.time import time_at
from escalations.reports.narrowing import Narrowing
from escalations.reports.queries import TimeShare
from escalations.reports.routes import web
from tests.cast import Cast
from tests.cli.shell import said, shell
from tests.cli.test_production import free_port, ready
from tests.clocks.moments import later
from tests.replica import replica_of, standing_still
from tests.reports.scenes import a_closed_case
from tests.support import as_person, browser_of, program_of, urls

READ_ONLY = text("SHOW transaction_read_only")


@pytest.fixture
async def copied(cast: Cast, postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    async with replica_of(postgres) as url:
        connect_copy(url)
        yield url
        await disconnect_copy()


async def replayed(admin: asyncpg.Connection) -> None:
    """What was committed until now has reached the replica."""
    committed = await admin.fetchval("SELECT pg_current_wal_insert_lsn()::text")
    await admin.execute("SELECT pg_logical_emit_message(false, 'tests', 'all before this is written', true)")
    for _ in range(100):
        if await admin.fetchval("SELECT $1::text::pg_lsn <= replay_lsn FROM pg_stat_replication", committed):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("The replica did not follow within 5 s.")


async def test_reports_count_the_same_on_a_replica(copied: str, cast: Cast, admin: asyncpg.Connection) -> None:
    await a_closed_case(cast.ada, 4)
    await replayed(admin)
    with time_at(later(days=7)):
        async with browser_of(cast.ada) as ada, browser_of(cast.cleo) as cleo, program_of(cast.ada) as program:
            told = (await ada.get("/reports")).text
            assert "1 cases closed" in told and "as of " in told
            assert "0 cases closed" in (await cleo.get("/reports")).text, "she is not cleared for it on the copy either"
            assert (await program.get("/api/reports/time")).json()[0]["cases"] == 1
            for path in ("time", "promises", "pauses", "time.csv"):
                assert (await ada.get(f"/reports/{path}")).status_code == 200


async def test_a_copy_is_only_read(copied: str, cast: Cast) -> None:
    """Nothing that asks it can write, not even by mistake."""
    async with as_person(cast.ada) as db, reading(Scope.person(cast.ada.id), db) as copy:
        assert copy.db is not db
        connection = await copy.db.connection()
        assert (await connection.execute(READ_ONLY)).scalar_one() == "on"
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await connection.execute(text("DELETE FROM case_draft"))


async def test_the_primary_answers_for_a_copy_that_is_gone(cast: Cast) -> None:
    connect_copy("postgresql://escalations_app@127.0.0.1:1/nothing")
    try:
        async with browser_of(cast.ada) as ada:
            answer = await ada.get("/reports")
            assert answer.status_code == 200 and "as of " not in answer.text
    finally:
        await disconnect_copy()


async def signed_in(served: httpx.AsyncClient, person: Person) -> None:
    async with transaction(Scope.nobody()) as db:
        served.cookies.set(COOKIE, await start_session(db, person, address="test", agent="test"))


async def test_web_reads_the_copy_that_the_environment_names(
    copied: str, cast: Cast, admin: asyncpg.Connection
) -> None:
    """As an operator sets it up: page, figures and doctor of a process of its own."""
    port = free_port()

    async def look(process: asyncio.subprocess.Process) -> None:
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as served:
                await ready(served)
                await signed_in(served, cast.ada)
                await replayed(admin)
                assert "as of " in (await served.get("/reports")).text
                assert "escalations_copy_up 1.0" in (await served.get("/metrics")).text
        finally:
            process.send_signal(signal.SIGTERM)

    ended = await shell("web", meanwhile=look, ESCALATIONS_PORT=str(port), DATABASE_COPY_URL=copied)
    assert ended.code == 0, ended.err
    assert "a replica answers for reports" in (await said("doctor", DATABASE_COPY_URL=copied)).out


async def test_a_copy_counts_as_away_until_it_answers(copied: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who watches is not told that all is well because a minute went by, nor that it is not because nobody read a report."""
    async with browser_of(cast.ada) as ada:

        async def told() -> str:
            return next(
                one for one in (await ada.get("/metrics")).text.splitlines() if one.startswith("escalations_copy_up")
            )

        assert await told() == "escalations_copy_up 1.0"
        with standing_still(copied):
            await ada.get("/reports")
            assert await told() == "escalations_copy_up 0.0"
            monkeypatch.setattr(copies, "_rests_until", 0.0)
            assert await told() == "escalations_copy_up 0.0", "asked again, it still stands"
        assert await told() == "escalations_copy_up 0.0", "it has its rest"
        monkeypatch.setattr(copies, "_rests_until", 0.0)
        assert await told() == "escalations_copy_up 1.0"


async def test_a_copy_that_is_gone_or_none_is_told_by_the_doctor(cast: Cast) -> None:
    gone = await said("doctor", DATABASE_COPY_URL=f"postgresql://app:hunter2@127.0.0.1:{free_port()}/nothing")
    assert gone.code == 1 and "DATABASE_COPY_URL cannot be reached" in gone.out and "hunter2" not in gone.out
    assert "is no replica" in (await said("doctor", DATABASE_COPY_URL=urls.app)).out


async def test_a_copy_that_stands_still_is_passed_over(copied: str, cast: Cast, admin: asyncpg.Connection) -> None:
    """With a connection to it open, and without waiting for it again."""
    await a_closed_case(cast.ada, 4)
    await replayed(admin)
    async with browser_of(cast.ada) as ada:
        assert "as of " in (await ada.get("/reports")).text
        with standing_still(copied):
            for _ in range(2):
                answer = await ada.get("/reports")
                assert answer.status_code == 200 and "as of " not in answer.text
        assert "as of " not in (await ada.get("/reports")).text, "it is left alone for a while"


async def test_what_a_copy_breaks_off_is_read_from_the_primary_next(
    copied: str, cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must replay a change of the very table that is read, and waits for nobody."""
    shares = web.time_shares

    async def caught_up(db: Session, narrowing: Narrowing) -> list[TimeShare]:
        await shares(db, narrowing)
        if (await (await db.connection()).execute(text("SELECT pg_is_in_recovery()"))).scalar_one():
            await admin.execute("BEGIN; LOCK TABLE support_case IN ACCESS EXCLUSIVE MODE; COMMIT")
            await replayed(admin)
        return await shares(db, narrowing)

    monkeypatch.setattr(web, "time_shares", caught_up)
    async with browser_of(cast.ada) as ada:
        broken = await ada.get("/reports/time")
        assert broken.status_code == 503 and "Load the page again" in broken.text
        answer = await ada.get("/reports/time")
        assert answer.status_code == 200 and "as of " not in answer.text
