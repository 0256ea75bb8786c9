"""Keeping the engine in step by itself: soon after each commit, every few seconds, and whenever an index is found wanting."""

from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Select

from ... import jobs
from ...db import Scope, Session, nothing_to_record, transaction
from ..pending import FEED
from .engine import engine
from .feeding import feed
from .indexes import counts, index_of
from .rebuilding import mark_complete, mark_incomplete, rebuild
from .transport import EngineDown, Meilisearch

log = structlog.get_logger()
REBUILD = "search_rebuild"
LOOK_EVERY = timedelta(seconds=60)
_looked_at: dict[str, datetime] = {}


@jobs.job(FEED, at_once=2)
async def feed_engine(payload: dict[str, Any]) -> None:
    """Until nothing is pending: what came while the engine was told has no job of its own. What cannot be told now stays pending; the
    sweep tells it when the engine is back."""
    server, boundary, more = engine(), payload["boundary"], True
    while server is not None and more:
        async with transaction(Scope.system(boundary)) as db:
            more = await _fed(server, db, boundary) > 0
            if not more and await _is_incomplete(db, boundary):
                await look_after(server, db, boundary)


@jobs.job(REBUILD, at_once=1)
async def rebuild_index(payload: dict[str, Any]) -> None:
    server = engine()
    if server is not None:
        async with transaction(Scope.system(payload["boundary"])) as db:
            nothing_to_record(db, "an index follows from the documents")
            await rebuild(server, db, payload["kind"], payload["boundary"])


async def sweep_search(db: Session, at: datetime) -> int:
    """Feeds what is pending in the boundaries of this transaction and looks after their indexes."""
    nothing_to_record(db, "the search engine follows the documents")
    server = engine()
    if server is None or server.is_resting:
        return 0
    told = 0
    for boundary in (*db.sync_session.info["scope"].boundaries, "everywhere"):
        told += await _fed(server, db, boundary)
        if at - _looked_at.get(boundary, datetime.min.replace(tzinfo=UTC)) >= LOOK_EVERY:
            _looked_at[boundary] = at
            await look_after(server, db, boundary)
    return told


def where_engine_lags(at: datetime) -> list[Select[Any]] | None:
    """It is looked at everywhere while there is one that answers."""
    server = engine()
    return [] if server is None or server.is_resting else None


async def look_after(server: Meilisearch, db: Session, boundary: str) -> None:
    """An index is asked only while it holds as many documents as it should; one that does not is made anew."""
    connection = await db.connection()
    await connection.exec_driver_sql(_EXPECT, (boundary,))
    try:
        held = await counts(server)
    except EngineDown:
        return
    for index in (await connection.exec_driver_sql(_STAND, (boundary,))).mappings().all():
        kind, there = index["kind"], held.get(index_of(index["kind"], boundary), -1)
        if there == index["documents"] and not index["is_complete"]:
            await mark_complete(db, kind, boundary)
        elif there != index["documents"] and not index["is_pending"]:
            await mark_incomplete(db, kind, boundary)
            await _make_anew(db, kind, boundary)


async def _make_anew(db: Session, kind: str, boundary: str) -> None:
    log.warning("a search index is made anew", kind=kind, boundary=boundary)
    place = {"kind": kind, "boundary": boundary}
    await jobs.enqueue(db, [jobs.Job(REBUILD, place, key=f"{REBUILD} {kind} {boundary}")])


async def _is_incomplete(db: Session, boundary: str) -> bool:
    connection = await db.connection()
    return bool((await connection.exec_driver_sql(_INCOMPLETE, (boundary,))).scalar())


async def _fed(server: Meilisearch, db: Session, boundary: str) -> int:
    try:
        return await feed(server, db, boundary)
    except EngineDown:
        return 0


_INCOMPLETE = "SELECT EXISTS (SELECT FROM search_index WHERE boundary = $1 AND complete_at IS NULL)"
_EXPECT = """INSERT INTO search_index (kind, boundary)
WITH RECURSIVE found AS (
  (SELECT kind FROM search_document WHERE boundary = $1 ORDER BY kind LIMIT 1)
  UNION ALL
  SELECT (SELECT d.kind FROM search_document d WHERE d.boundary = $1 AND d.kind > found.kind ORDER BY d.kind LIMIT 1)
  FROM found WHERE found.kind IS NOT NULL)
SELECT kind, $1 FROM found WHERE kind IS NOT NULL ON CONFLICT DO NOTHING"""
_STAND = """SELECT i.kind, (SELECT count(*) FROM search_document d WHERE d.kind = i.kind AND d.boundary = i.boundary) AS documents,
  EXISTS (SELECT FROM search_pending p WHERE p.kind = i.kind AND p.boundary = i.boundary) AS is_pending,
  i.complete_at IS NOT NULL AS is_complete
FROM search_index i WHERE i.boundary = $1 ORDER BY i.kind"""
