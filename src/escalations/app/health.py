"""Health for a supervisor or load balancer: alive means the loop turns, ready means it can serve a page."""

from litestar import Response, get
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ..platform.db import engine
from ..platform.schema import newest_revision
from ..platform.web import open_to_everyone


@get("/health/live", include_in_schema=False)
@open_to_everyone("asked by machines, tells nothing about anybody")
async def live_health() -> dict[str, str]:
    return {"status": "alive"}


@get("/health/ready", include_in_schema=False)
@open_to_everyone("asked by machines, tells nothing about anybody")
async def ready_health() -> Response[dict[str, str]]:
    problem = await _problem()
    return Response(
        {"status": "not ready", "problem": problem} if problem else {"status": "ready"},
        status_code=503 if problem else 200,
    )


async def _problem() -> str | None:
    try:
        async with engine().connect() as connection:
            at = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    except (DBAPIError, OSError, RuntimeError):
        return "database unreachable"
    return None if at == newest_revision() else "database not migrated"
