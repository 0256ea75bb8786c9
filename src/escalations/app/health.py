"""Health for a supervisor or load balancer: alive means the loop turns, ready means it can serve a page.

What people can go on with, for now, does not take a process out of service: it is said, and is a 503 only with `?strict`, for whoever watches.
"""

from datetime import timedelta
from typing import Any

from litestar import Request, Response, get
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from ..platform.db import engine
from ..platform.schema import newest_revision
from ..platform.web import open_to_everyone

STALLED = timedelta(minutes=5)


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
        async with engine().connect() as connection:
            at = await connection.scalar(text("SELECT version_num FROM alembic_version"))
            if at != newest_revision():
                return f"database not migrated: at {at}, needed {newest_revision()}", []
            row = (await connection.execute(text(_LOOK))).one()
    except NoConnectionLeft:
        return "all database connections are in use", []
    except (DBAPIError, OSError, RuntimeError):
        return "database unreachable", []
    if row.read_only:
        await engine().dispose()  # what was opened meanwhile would stay as it is: the next look is at the server of then
    complaints = ["the database is read-only"] if row.read_only else []
    if row.waits is not None and row.waits > STALLED:
        complaints.append(f"no worker runs: a job has waited for {int(row.waits.total_seconds() // 60)} minutes")
    return None, complaints


_LOOK = """SELECT current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery() AS read_only,
  (SELECT now() - min(execute_after) FROM pgqueuer WHERE status = 'queued' AND execute_after <= now()) AS waits"""
