"""Figures for Prometheus: what this process counted, and what the database says at this moment."""

import asyncio
import hmac
from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from ..catalog.loading import catalogue
from ..platform.agreeing import apart
from ..platform.copies import copy_state
from ..platform.db import Scope, engine, transaction
from ..platform.errors import NotFound
from ..platform.live import LiveHub
from ..platform.metrics import REGISTRY
from ..platform.search import engine_state
from ..platform.settings import settings
from ..platform.time import now
from ..platform.web import open_to_everyone

HERE = ("127.0.0.1", "::1")
PATIENCE = 5.0
"""Seconds for the database: who gathers figures gives up after ten."""
UP = "1: the database answered, 0: it did not, and figures that only it knows are missing."
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


@get("/metrics", include_in_schema=False)
@open_to_everyone("asked by machines: with a token of its own, or from this very machine")
async def read_metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A database that does not answer, or not in time, takes its own figures with it and no others."""
    if not _may_ask(request):
        raise NotFound
    told = Told()
    _tell_of_process(told, request.app.state.hub, await copy_state())
    try:
        found = await asyncio.wait_for(_found(), PATIENCE)
    except (DBAPIError, OSError, RuntimeError, NoConnectionLeft):
        told.gauge("database_up", UP, 0)
    else:
        told.gauge("database_up", UP, 1)
        _tell_of_database(told, *found)
    return Response(generate_latest(REGISTRY) + generate_latest(told.registry), media_type=CONTENT_TYPE_LATEST)


def _may_ask(request: Request[Any, Any, Any]) -> bool:
    """Without a token only somebody on this machine, and nobody whom a proxy brings."""
    token = settings().metrics_token
    if token is not None:
        said = request.headers.get("Authorization", "").encode("latin-1", "replace")
        return hmac.compare_digest(said, f"Bearer {token.get_secret_value()}".encode())
    brought = any(name in request.headers for name in FORWARDED)
    return request.client is not None and request.client.host in HERE and not brought


class Told:
    """Figures of this moment."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._made: dict[str, Gauge] = {}

    def gauge(self, name: str, about: str, value: float, **labels: str) -> None:
        if name not in self._made:
            self._made[name] = Gauge(f"escalations_{name}", about, list(labels), registry=self.registry)
        known = self._made[name]
        (known.labels(**labels) if labels else known).set(value)


def _tell_of_process(told: Told, hub: LiveHub, copy: int) -> None:
    told.gauge("live_pages", "Open live pages of this process.", hub.open_pages)
    pool: Any = engine().pool
    told.gauge("database_connections", "Connections of this process.", pool.checkedout(), state="in use")
    told.gauge("database_connections", "Connections of this process.", pool.checkedin(), state="idle")
    told.gauge("database_connections_limit", "Connections that this process may have.", 2 * settings().pool_size)
    told.gauge("copy_up", "The copy that reports read. 1: answers, 0: does not, the primary is read; -1: none.", copy)
    engine_up = "1: answers, 0: does not, PostgreSQL searches meanwhile; -1: none is set up."
    told.gauge("search_engine_up", engine_up, engine_state())


async def _found() -> tuple[Sequence[Any], Any, float]:
    async with transaction(Scope.system(*catalogue().boundaries)) as db:
        connection = await db.connection()
        jobs = (await connection.execute(text(_JOBS))).all()
        asked = now()
        row = (await connection.execute(text(_LAGS))).one()
        return jobs, row, apart(asked, row.time, now())


def _tell_of_database(told: Told, jobs: Sequence[Any], row: Any, ahead: float) -> None:
    for job in jobs:
        told.gauge("jobs", "Jobs by state.", job.number, job=job.entrypoint, state=job.status)
    told.gauge("oldest_job_seconds", "How long the oldest job that could run has waited.", row.job)
    told.gauge("reactions_lag_seconds", "How long the oldest event has waited for a reaction.", row.reaction)
    told.gauge("clocks_late", "Running clocks whose moment passed more than a minute ago unnoticed.", row.late)
    told.gauge("clock_ahead_seconds", "Of this machine's clock before the database's; negative: behind.", ahead)
    told.gauge("mail_waiting", "Replies that are not out yet.", row.mail)
    told.gauge("mail_oldest_seconds", "How long the oldest reply has waited to be mailed.", row.mail_waits)
    told.gauge("mail_held", "Replies that wait for a person to release them.", row.held)
    told.gauge(
        "search_behind_seconds", "How long the oldest change has not been told to the search engine.", row.search
    )


_JOBS = "SELECT entrypoint, CASE status WHEN 'picked' THEN 'running' WHEN 'failed' THEN 'held' ELSE status::text END AS status, count(*) AS number FROM pgqueuer GROUP BY 1, 2"
_DUE = "SELECT coalesce(extract(epoch FROM now() - min(execute_after)), 0) FROM pgqueuer WHERE status = 'queued' AND execute_after <= now()"
_LAGS = f"""SELECT clock_timestamp() AS time, ({_DUE}) AS job, ({_DUE} AND entrypoint = 'react') AS reaction,
  (SELECT count(*) FROM clock WHERE state = 'running' AND wake_at < now() - interval '1 minute') AS late,
  (SELECT coalesce(extract(epoch FROM now() - min(since)), 0) FROM search_pending) AS search, m.*
FROM (SELECT count(*) FILTER (WHERE state = 'waiting') AS mail, count(*) FILTER (WHERE state = 'held') AS held,
  coalesce(extract(epoch FROM now() - min(at) FILTER (WHERE state = 'waiting')), 0) AS mail_waits FROM outgoing_mail WHERE state <> 'sent') m"""
