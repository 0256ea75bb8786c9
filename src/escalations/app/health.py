"""Health for a supervisor or load balancer: alive means the loop turns, ready means it can serve a page.

What people can go on with, for now, does not take a process out of service: it is said, and is a 503 only with `?strict`, for whoever watches.
"""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from litestar import Request, Response, get
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from ..platform.agreeing import apart, said_of
from ..platform.db import engine
from ..platform.outages import seconds_since_full
from ..platform.schema import amiss
from ..platform.settings import settings
from ..platform.time import now
from ..platform.web import open_to_everyone

BUSY = "all database connections are in use"
STALLED = timedelta(minutes=5)
PATIENCE = 5.0
"""Seconds, after which whoever asks is told that there is no answer: balancers give up waiting themselves."""
REMEMBERED = 60.0
"""Seconds for which a refusal for lack of room is told: nobody can see from outside whether there is room again."""


@get("/health/live", include_in_schema=False)
@open_to_everyone("asked by machines, tells nothing about anybody")
async def live_health() -> dict[str, str]:
    return {"status": "alive"}


@get("/health/ready", include_in_schema=False)
@open_to_everyone("asked by machines, tells nothing about anybody")
async def ready_health(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    problem, complaints = await _state()
    if problem:
        return Response({"status": "not ready", "problem": problem}, status_code=503)
    if complaints:
        strict = "strict" in request.query_params
        return Response({"status": "degraded", "problems": complaints}, status_code=503 if strict else 200)
    return Response({"status": "ready"}, status_code=200)


async def _state() -> tuple[str | None, list[str]]:
    """Why nothing can be served, or what is wrong although pages are."""
    try:
        return await asyncio.wait_for(_looked(), PATIENCE)
    except TimeoutError:
        return BUSY if _all_in_use() else f"the database has not answered for {PATIENCE:g} seconds", []


def _all_in_use() -> bool:
    pool: Any = engine().pool
    return bool(pool.checkedout() >= 2 * settings().pool_size)


async def _looked() -> tuple[str | None, list[str]]:
    try:
        async with engine().connect() as connection:
            at = await connection.scalar(text("SELECT version_num FROM alembic_version"))
            if wrong := amiss(at):
                return f"database {wrong}", []
            asked = now()
            row = (await connection.execute(text(_LOOK))).one()
            ahead = apart(asked, row.time, now())
    except NoConnectionLeft:
        return BUSY, []
    except (DBAPIError, OSError, RuntimeError):
        return "database unreachable", []
    if row.read_only:  # What was opened meanwhile would stay as it is: the next look is at the server of then.
        await engine().dispose()
    return None, list(_complaints(read_only=row.read_only, waits=row.waits, ahead=ahead))


def _complaints(*, read_only: bool, waits: timedelta | None, ahead: float) -> Iterator[str]:
    if read_only:
        yield "the database is read-only"
    if (ago := seconds_since_full()) < REMEMBERED:
        yield f"the database has no room left: it refused a change {ago:.0f} seconds ago"
    if waits is not None and waits > STALLED:
        yield f"no worker runs: a job has waited for {int(waits.total_seconds() // 60)} minutes"
    if (clock := said_of(ahead)) is not None:
        yield clock


_LOOK = """SELECT current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery() AS read_only, clock_timestamp() AS time,
  (SELECT now() - min(execute_after) FROM pgqueuer WHERE status = 'queued' AND execute_after <= now()) AS waits"""
