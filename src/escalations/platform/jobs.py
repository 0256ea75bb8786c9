"""Jobs on the same database as the facts: queued in the transaction that caused them, retried, held when they cannot succeed."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import asyncpg
import msgspec
import structlog
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Job as QueuedJob
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from .db import Session
from .flushing import Write, send
from .liveness import end_when_silent
from .metrics import JOBS
from .outages import noted
from .time import now
from .tracing import span
from .turns import taking_turns

log = structlog.get_logger()
Handler = Callable[[dict[str, Any]], Awaitable[None]]
_handlers: dict[str, Handler] = {}
_at_once: dict[str, int] = {}
MAX_ATTEMPTS = 6
LEFT_TO_OTHERS = timedelta(hours=1)
"""How long a job that only another release knows is given back, for its worker to take. Then it is held like any that fails."""
GIVEN_BACK_FOR = timedelta(seconds=5)
STOPS_WITHIN = 1.5
"""Seconds for what is under way when the worker is stopped, and as many to give it back."""


class NotKnownHere(LookupError):
    """A job that a worker of another release asked for, and that only one of its kind can do."""


@dataclass(frozen=True)
class Job:
    name: str
    payload: dict[str, Any] = field(default_factory=dict)
    key: str | None = None
    """Two waiting jobs with the same key are one."""


def job(name: str, *, at_once: int = 0) -> Callable[[Handler], Handler]:
    """`at_once` is for one that waits for a foreign server in the middle of a transaction: it takes no turn, and not more than so many
    of it run in the whole installation, so that a server that hangs holds up its own jobs only."""

    def register(handler: Handler) -> Handler:
        _handlers[name], _at_once[name] = handler, at_once
        return handler

    return register


async def enqueue(db: Session, wanted: Sequence[Job]) -> None:
    """Queue inside the transaction of `db`: a rollback takes the jobs back as well."""
    await send(db, queued(wanted))


def queued(wanted: Sequence[Job]) -> list[Write]:
    """As PgQueuer queues them, together with whatever else is written."""
    if not wanted:
        return []
    names, payloads = [job.name for job in wanted], [msgspec.json.encode(job.payload) for job in wanted]
    return [Write(_QUEUE, (names, payloads, [job.key for job in wanted])), Write(_LOG, ())]


_QUEUE = """INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, headers, status)
  SELECT 0, j.name, j.payload, now(), j.key, '{}', 'queued' FROM unnest($1::text[], $2::bytea[], $3::text[]) WITH ORDINALITY AS j (name, payload, key, place)
  ORDER BY j.place
  ON CONFLICT (dedupe_key) WHERE status IN ('queued', 'picked') AND dedupe_key IS NOT NULL DO NOTHING
  RETURNING entrypoint, id AS told"""
_LOG = """INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority) SELECT told, 'queued', entrypoint, 0 FROM {before} RETURNING 1 AS told"""


def _patient(parameters: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(parameters, max_attempts=MAX_ATTEMPTS, initial_delay=timedelta(seconds=2))


First = Callable[[], Awaitable[None]]
_LOST = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    DBAPIError,
    NoConnectionLeft,
)
"""`InternalClientError` is what a connection says that goes while two ask by it."""


async def work(
    dsn: str,
    stop: asyncio.Event,
    *,
    at_once: int = 8,
    dequeue_timeout: timedelta = timedelta(seconds=30),
    first: First | None = None,
) -> None:
    """Take and run jobs until `stop`, with `at_once` transactions at the same time.

    Starts again with a fresh connection whenever the database drops it, each time with what is to be done `first`.
    """
    turns = asyncio.Semaphore(at_once)
    pause = 0.2
    while not stop.is_set():
        try:
            if first is not None:
                await first()
            await _work_on_one_connection(dsn, stop, dequeue_timeout, turns)
            pause = 0.2
        except _LOST as error:
            outage = noted(error)
            why = outage.said if outage else None
            log.warning("jobs cannot be taken from the database", error=error, why=why, retry_in=pause)
            pause = min(pause * 2, 10)
        if not stop.is_set():
            await asyncio.sleep(pause)


async def _work_on_one_connection(
    dsn: str, stop: asyncio.Event, dequeue_timeout: timedelta, turns: asyncio.Semaphore
) -> None:
    connection = await asyncpg.connect(dsn)
    end_when_silent(connection)
    try:
        queue = PgQueuer.from_asyncpg_connection(connection)
        for name, handler in _handlers.items():
            alone = _at_once.get(name, 0)
            registered = queue.entrypoint(name, concurrency_limit=alone, on_failure="hold", executor_factory=_patient)
            registered(_entrypoint(handler, None if alone else turns))
        running = asyncio.create_task(
            queue.run(dequeue_timeout=dequeue_timeout, batch_size=20, max_concurrent_tasks=40)
        )
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if running.done():
            return running.result()
        queue.shutdown.set()
        await _ended(running)
    finally:
        connection.terminate()


async def _ended(running: asyncio.Task[None]) -> None:
    """What is under way is given back to the queue after a moment, at the latest when the queue hears no more of this worker."""
    if not (await asyncio.wait({running}, timeout=STOPS_WITHIN))[0]:
        log.warning("worker stopped with a job under way; it will run again")
        running.cancel()
        await asyncio.wait({running}, timeout=STOPS_WITHIN)
    if running.done() and not running.cancelled():
        running.exception()


def _entrypoint(handler: Handler, turns: asyncio.Semaphore | None) -> Callable[[QueuedJob], Awaitable[None]]:
    async def run(queued: QueuedJob) -> None:
        told = json.loads(queued.payload or b"{}")
        about = {"job": queued.entrypoint, "job_id": int(queued.id), "event_id": told.get("event")}
        with structlog.contextvars.bound_contextvars(**about), span(f"job {queued.entrypoint}"), taking_turns(turns):
            try:
                await handler(told)
            except asyncio.CancelledError:  # the queue takes it for a wish that the job be dropped
                raise RetryRequested(reason="the worker was stopped") from None
            except NotKnownHere as why:
                if now() - queued.created > LEFT_TO_OTHERS:
                    JOBS.labels(queued.entrypoint, "failed").inc()
                    raise
                log.info("a job is left to a worker of another release", why=str(why))
                raise RetryRequested(GIVEN_BACK_FOR, str(why)) from None
            except Exception as problem:
                JOBS.labels(queued.entrypoint, "failed").inc()
                if (outage := noted(problem)) is not None:
                    log.warning("a job failed", attempt=queued.attempts + 1, reason=outage.reason, exc_info=problem)
                else:
                    log.warning("a job failed", attempt=queued.attempts + 1, exc_info=problem)
                raise
        JOBS.labels(queued.entrypoint, "done").inc()

    return run
