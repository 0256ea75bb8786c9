"""Jobs take turns at the database, so that a page beside them never waits behind a burst of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from escalations.platform import jobs
from escalations.platform.db import Scope, transaction
from escalations.platform.jobs import Job
from tests.cast import Cast
from tests.support import as_person, urls

begun: list[str] = []
gate = asyncio.Event()


async def _held(payload: dict[str, Any]) -> None:
    """A job whose transaction lasts until the gate opens."""
    async with transaction(Scope.system("public")):
        begun.append(payload["name"])
        await gate.wait()


@jobs.job("test_turns.ours")
async def ours(payload: dict[str, Any]) -> None:
    await _held(payload)


@jobs.job("test_turns.theirs", at_once=2)
async def theirs(payload: dict[str, Any]) -> None:
    """As a mail is sent: a foreign server is waited for within the transaction."""
    await _held(payload)


@jobs.job("test_turns.nested")
async def nested(payload: dict[str, Any]) -> None:
    async with transaction(Scope.system("public")):
        await _held(payload)


@pytest.fixture(autouse=True)
def shut() -> None:
    global gate
    begun.clear()
    gate = asyncio.Event()


@asynccontextmanager
async def worker(*, at_once: int) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(jobs.work(urls.app, stop, at_once=at_once))
    try:
        yield
    finally:
        gate.set()
        stop.set()
        await running


async def queue(cast: Cast, *wanted: str) -> None:
    async with as_person(cast.ada) as db:
        await jobs.enqueue(db, [Job(f"test_turns.{name}", {"name": f"{name} {n}"}) for n, name in enumerate(wanted)])


async def begun_are(count: int) -> None:
    for _ in range(3000):
        if len(begun) >= count:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{count} should have begun, but only {begun} did")


async def all_are_picked(admin: asyncpg.Connection) -> None:
    for _ in range(3000):
        if not await admin.fetchval("SELECT count(*) FROM pgqueuer WHERE status = 'queued'"):
            return
        await asyncio.sleep(0.02)


async def test_no_more_transactions_run_than_there_are_turns(cast: Cast, admin: asyncpg.Connection) -> None:
    await queue(cast, "ours", "ours", "ours", "ours", "theirs")
    async with worker(at_once=3):
        await begun_are(4)
        await all_are_picked(admin)
        async with as_person(cast.ada):
            assert sum(name.startswith("ours") for name in begun) == 3
        gate.set()
        await begun_are(5)


async def test_a_page_waits_for_no_turn(cast: Cast) -> None:
    await queue(cast, "ours", "ours")
    async with worker(at_once=1):
        await begun_are(1)
        async with asyncio.timeout(60), as_person(cast.ada):
            assert len(begun) == 1


async def test_a_transaction_within_another_has_its_turn_already(cast: Cast) -> None:
    await queue(cast, "nested")
    async with worker(at_once=1):
        await begun_are(1)


async def test_a_foreign_server_that_hangs_holds_up_its_own_jobs_only(cast: Cast) -> None:
    await queue(cast, *["theirs"] * 50, "ours")
    async with worker(at_once=1):
        await begun_are(3)
        assert sorted(name.split()[0] for name in begun) == ["ours", "theirs", "theirs"]
