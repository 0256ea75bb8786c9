"""Promise 4: reactions come from the outbox of a commit, at least once, and a repeat does no harm."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from escalations.people.models import Person
from escalations.platform import events, jobs
from escalations.platform.db import Session
from escalations.platform.events import SYSTEM, Event, Recorded, on, record
from tests.cast import Cast
from tests.support import as_person, run_jobs, urls


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    times: int

    def told(self) -> str:
        return f"rang {self.times} times"


heard: list[int] = []
failures: list[str] = []


@on(BellRung)
async def hear(db: Session, fact: Recorded[BellRung]) -> None:
    if failures:
        raise RuntimeError(failures[0])
    heard.append(fact.event.times)


@pytest.fixture(autouse=True)
def silence() -> None:
    heard.clear()
    failures.clear()


async def ring(person: Person, times: int) -> None:
    async with as_person(person) as db:
        await record(db, BellRung(times=times), on=person, by=SYSTEM)


async def test_a_reaction_runs_after_the_commit(cast: Cast) -> None:
    await ring(cast.ada, 3)
    assert heard == []
    await run_jobs()
    assert heard == [3]


async def test_a_rollback_takes_the_reaction_back(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError):
        async with as_person(cast.ada) as db:
            await record(db, BellRung(times=1), on=cast.ada, by=SYSTEM)
            await db.flush()
            raise ZeroDivisionError
    assert await run_jobs() == 0
    assert heard == []


async def test_the_same_job_twice_does_its_work_once(cast: Cast, admin: asyncpg.Connection) -> None:
    await ring(cast.ada, 2)
    (payload,) = [row[0] for row in await admin.fetch("SELECT payload FROM pgqueuer")]
    await run_jobs()
    await admin.execute("INSERT INTO pgqueuer (priority, entrypoint, payload, status, created, updated, heartbeat, execute_after) "
                        "VALUES (0, 'react', $1, 'queued', now(), now(), now(), now())", payload)  # fmt: skip
    assert await run_jobs() == 1
    assert heard == [2]


async def test_a_failed_reaction_leaves_no_mark_and_runs_again(cast: Cast, admin: asyncpg.Connection) -> None:
    await ring(cast.ada, 5)
    (payload,) = [row[0] for row in await admin.fetch("SELECT payload FROM pgqueuer")]
    failures.append("the bell is cracked")
    with pytest.raises(RuntimeError):
        await run_jobs()
    failures.clear()
    await jobs._handlers["react"](events.json.loads(payload))
    assert heard == [5]


async def test_the_worker_takes_jobs_as_they_come_and_stops_when_told(cast: Cast) -> None:
    stop = asyncio.Event()
    worker = asyncio.create_task(jobs.work(urls.app, stop, dequeue_timeout=timedelta(milliseconds=200)))
    await ring(cast.ada, 7)
    for _ in range(600):
        await asyncio.sleep(0.05)
        if heard:
            break
    stop.set()
    await asyncio.wait_for(worker, 30)
    assert heard == [7]


async def test_a_job_under_way_when_the_worker_is_stopped_is_there_for_the_next(
    cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody waits for a foreign server while a new version is installed."""
    stop, begun = asyncio.Event(), asyncio.Event()

    async def waits(_payload: dict[str, Any]) -> None:
        begun.set()
        await asyncio.Event().wait()

    react = jobs._handlers["react"]
    monkeypatch.setitem(jobs._handlers, "react", waits)
    worker = asyncio.create_task(jobs.work(urls.app, stop, dequeue_timeout=timedelta(milliseconds=200)))
    await ring(cast.ada, 11)
    await asyncio.wait_for(begun.wait(), 30)
    stop.set()
    await asyncio.wait_for(worker, 30)
    rows = await admin.fetch("SELECT entrypoint, status::text FROM pgqueuer")
    assert [tuple(row) for row in rows] == [("react", "queued")]
    monkeypatch.setitem(jobs._handlers, "react", react)
    await run_jobs()
    assert heard == [11]


async def test_the_worker_survives_the_loss_of_its_connection(cast: Cast, admin: asyncpg.Connection) -> None:
    stop = asyncio.Event()
    worker = asyncio.create_task(jobs.work(urls.app, stop, dequeue_timeout=timedelta(milliseconds=200)))
    await asyncio.sleep(0.5)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'escalations_app' AND query ILIKE '%pgqueuer%'"
    )
    await ring(cast.ada, 9)
    for _ in range(600):
        await asyncio.sleep(0.05)
        if heard:
            break
    stop.set()
    await asyncio.wait_for(worker, 30)
    assert heard == [9]


@pytest.mark.parametrize(
    "lost", [OSError, asyncpg.ConnectionDoesNotExistError, asyncpg.InterfaceError, asyncpg.InternalClientError]
)
async def test_the_worker_survives_whatever_a_lost_connection_says(
    monkeypatch: pytest.MonkeyPatch, lost: type[Exception]
) -> None:
    stop, began = asyncio.Event(), list[int]()

    async def on_one_connection(*_: object) -> None:
        began.append(1)
        if len(began) == 1:
            raise lost("gone")
        stop.set()

    monkeypatch.setattr(jobs, "_work_on_one_connection", on_one_connection)
    await asyncio.wait_for(jobs.work("", stop), 20)
    assert len(began) == 2
