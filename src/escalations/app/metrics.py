"""Figures for Prometheus: what this process counted, and what the database says at this moment."""

import asyncio
import hmac
from typing import Any

from litestar import Request, Response, get
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import text

from ..catalog.loading import catalogue
from ..platform.db import Scope, engine, transaction
from ..platform.errors import NotFound
from ..platform.live import LiveHub
from ..platform.metrics import REGISTRY
from ..platform.search import engine_state
from ..platform.settings import settings
from ..platform.web import open_to_everyone

HERE = ("127.0.0.1", "::1")
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


@get("/metrics", include_in_schema=False)
@open_to_everyone("asked by machines: with a token of its own, or from this very machine")
async def read_metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    if not _may_ask(request):
        raise NotFound
    now = await asyncio.wait_for(_looked(request.app.state.hub), 10)
    return Response(generate_latest(REGISTRY) + generate_latest(now), media_type=CONTENT_TYPE_LATEST)


def _may_ask(request: Request[Any, Any, Any]) -> bool:
    """Without a token only somebody on this machine, and nobody whom a proxy brings."""
    token = settings().metrics_token
    if token is not None:
        said = request.headers.get("Authorization", "").encode("latin-1", "replace")
        return hmac.compare_digest(said, f"Bearer {token.get_secret_value()}".encode())
    brought = any(name in request.headers for name in FORWARDED)
    return request.client is not None and request.client.host in HERE and not brought


async def _looked(hub: LiveHub) -> CollectorRegistry:
    registry = CollectorRegistry()

    def gauge(name: str, about: str, value: float, **labels: str) -> None:
        known = _made.get(name) or _made.setdefault(
            name, Gauge(f"escalations_{name}", about, list(labels), registry=registry)
        )
        (known.labels(**labels) if labels else known).set(value)

    _made: dict[str, Gauge] = {}
    gauge("live_pages", "Open live pages of this process.", hub.open_pages)
    pool: Any = engine().pool
    gauge("database_connections", "Connections of this process.", pool.checkedout(), state="in use")
    gauge("database_connections", "Connections of this process.", pool.checkedin(), state="idle")
    gauge(
        "search_engine_up",
        "1: answers, 0: does not, PostgreSQL searches meanwhile; -1: none is set up.",
        engine_state(),
    )
    async with transaction(Scope.system(*catalogue().boundaries)) as db:
        connection = await db.connection()
        for row in await connection.execute(text(_JOBS)):
            gauge("jobs", "Jobs by state.", row.number, job=row.entrypoint, state=row.status)
        row = (await connection.execute(text(_LAGS))).one()
    gauge("oldest_job_seconds", "How long the oldest job that could run has waited.", row.job)
    gauge("reactions_lag_seconds", "How long the oldest event has waited for a reaction.", row.reaction)
    gauge("clocks_late", "Running clocks whose moment passed more than a minute ago unnoticed.", row.late)
    gauge("mail_waiting", "Replies that are not out yet.", row.mail)
    return registry


_JOBS = "SELECT entrypoint, CASE status WHEN 'picked' THEN 'running' WHEN 'failed' THEN 'held' ELSE status::text END AS status, count(*) AS number FROM pgqueuer GROUP BY 1, 2"
_DUE = "SELECT coalesce(extract(epoch FROM now() - min(execute_after)), 0) FROM pgqueuer WHERE status = 'queued' AND execute_after <= now()"
_LAGS = f"""SELECT ({_DUE}) AS job, ({_DUE} AND entrypoint = 'react') AS reaction,
  (SELECT count(*) FROM clock WHERE state = 'running' AND wake_at < now() - interval '1 minute') AS late,
  (SELECT count(*) FROM outgoing_mail WHERE state = 'waiting') AS mail"""
