"""A worker of one release beside one of the next, on one queue: what it does not know it leaves to the other, and drops nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest

from escalations.platform import jobs
from tests.cast import Cast
from tests.platform.test_reactions import heard, ring, silence
from tests.support import run_jobs, urls

__all__ = ["silence"]
STANDS = "SELECT status::text, attempts FROM pgqueuer"


@asynccontextmanager
async def worker() -> AsyncIterator[None]:
    stop = asyncio.Event()
    working = asyncio.create_task(jobs.work(urls.app, stop, dequeue_timeout=timedelta(milliseconds=200)))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(working, 30)


async def until(admin: asyncpg.Connection, question: str) -> None:
    async with asyncio.timeout(30):
        while True:
            if await admin.fetchval(question):
                return
            await asyncio.sleep(0.05)


def renamed(before: str, after: str) -> str:
    told = f"""replace(convert_from(payload, 'UTF8'), '.{before}"', '.{after}"')"""
    return f"UPDATE pgqueuer SET payload = convert_to({told}, 'UTF8')"


NOT_KNOWN = {
    "a reaction": (
        renamed("hear", "hear_tomorrow"),
        renamed("hear_tomorrow", "hear"),
    ),
    "an event": (
        "UPDATE event SET action = 'GongRung' WHERE action = 'BellRung'",
        "UPDATE event SET action = 'BellRung' WHERE action = 'GongRung'",
    ),
    "a field it needs": (
        """UPDATE event SET particulars = '{"loudness": 3}' WHERE action = 'BellRung'""",
        """UPDATE event SET particulars = '{"times": 3}' WHERE action = 'BellRung'""",
    ),
}


@pytest.mark.parametrize("what", NOT_KNOWN)
async def test_what_only_the_newer_release_knows_is_left_to_its_worker(
    cast: Cast, admin: asyncpg.Connection, what: str
) -> None:
    becomes_newer, becomes_known = NOT_KNOWN[what]
    await ring(cast.ada, 3)
    await admin.execute(becomes_newer)
    async with worker():
        await until(admin, "SELECT attempts > 0 FROM pgqueuer")
    status, _ = await admin.fetchrow(STANDS)
    assert (status, heard) == ("queued", [])
    assert await admin.fetchval("SELECT count(*) FROM reaction_done") == 0, "no mark: nobody has done it"
    await admin.execute(becomes_known)
    await admin.execute("UPDATE pgqueuer SET execute_after = now()")
    async with worker():
        await until(admin, "SELECT NOT EXISTS (SELECT FROM pgqueuer)")
    assert heard == [3]


async def test_what_nobody_knows_for_an_hour_is_held_and_shown(cast: Cast, admin: asyncpg.Connection) -> None:
    await ring(cast.ada, 3)
    await admin.execute(NOT_KNOWN["a reaction"][0])
    await admin.execute("UPDATE pgqueuer SET created = now() - interval '61 minutes', attempts = 6")
    async with worker():
        await until(admin, "SELECT status = 'failed' FROM pgqueuer")
    assert heard == []


async def test_a_kind_of_job_that_is_not_known_waits(cast: Cast, admin: asyncpg.Connection) -> None:
    await ring(cast.ada, 3)
    await admin.execute("INSERT INTO pgqueuer (priority, entrypoint, payload, status, execute_after) "
                        "VALUES (9, 'of_tomorrow', '{}', 'queued', now())")  # fmt: skip
    async with worker():
        await until(admin, "SELECT NOT EXISTS (SELECT FROM pgqueuer WHERE entrypoint = 'react')")
    assert [tuple(row) for row in await admin.fetch(STANDS)] == [("queued", 0)]


async def test_what_an_event_tells_besides_is_left_out(cast: Cast, admin: asyncpg.Connection) -> None:
    await ring(cast.ada, 4)
    await admin.execute(
        """UPDATE event SET particulars = particulars || '{"louder": true}' WHERE action = 'BellRung'"""
    )
    await run_jobs()
    assert heard == [4]
