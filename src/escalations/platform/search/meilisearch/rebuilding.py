"""An index made anew beside the one in use, then swapped in, so that searching never has a gap."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ...db import Session
from .feeding import MARK, document
from .indexes import drop_index, drop_older, ensure_index, finished, index_of
from .transport import Meilisearch

BATCH, AHEAD = 2000, 10
"""So many batches are sent before the first of them must be done: what the engine has not taken yet waits in its memory."""
Told = Callable[[int], None]


async def rebuild(server: Meilisearch, db: Session, kind: str, boundary: str, told: Told = lambda number: None) -> int:
    """How many documents the new index holds. What changed while it was made is told to it afterwards, as pending."""
    live, fresh = index_of(kind, boundary), f"{index_of(kind, boundary)}-new"
    connection = await db.connection()
    began: datetime = (await connection.exec_driver_sql("SELECT clock_timestamp()")).scalar_one()
    await drop_index(server, fresh)
    await ensure_index(server, fresh)
    done, last, tasks = 0, -1, list[dict[str, Any]]()
    while rows := (await connection.exec_driver_sql(_BATCH, (kind, boundary, last, BATCH))).mappings().all():
        tasks.append(await server.ask("POST", f"/indexes/{fresh}/documents", [document(row) for row in rows]))
        done, last = done + len(rows), rows[-1]["object_id"]
        if len(tasks) > AHEAD:
            await finished(server, tasks.pop(0))
        told(len(rows))
    for task in tasks[-1:]:
        await finished(server, task)
    await ensure_index(server, live)
    await finished(server, await server.ask("POST", "/swap-indexes", [{"indexes": [live, fresh]}]))
    await connection.exec_driver_sql(_CHANGED_MEANWHILE, (kind, boundary, began))
    await drop_index(server, fresh)
    await drop_older(server, kind, boundary)
    await mark_complete(db, kind, boundary)
    return done


async def mark_complete(db: Session, kind: str, boundary: str) -> None:
    connection = await db.connection()
    await connection.exec_driver_sql(_COMPLETE, (kind, boundary))


async def mark_incomplete(db: Session, kind: str, boundary: str) -> None:
    connection = await db.connection()
    await connection.exec_driver_sql(_INCOMPLETE, (kind, boundary))


_BATCH = f"""SELECT d.kind, d.object_id, d.title, d.body, d.codes, d.family, d.tags, d.facts, {MARK}
FROM search_document d WHERE d.kind = $1 AND d.boundary = $2 AND d.object_id > $3 ORDER BY d.object_id LIMIT $4"""
_CHANGED_MEANWHILE = """INSERT INTO search_pending (kind, object_id, boundary)
SELECT kind, object_id, boundary FROM search_document WHERE kind = $1 AND boundary = $2 AND changed_at >= $3
ON CONFLICT (kind, object_id) DO UPDATE SET change = gen_random_uuid()"""
_COMPLETE = """INSERT INTO search_index (kind, boundary, complete_at) VALUES ($1, $2, clock_timestamp())
ON CONFLICT (kind, boundary) DO UPDATE SET complete_at = EXCLUDED.complete_at"""
_INCOMPLETE = "UPDATE search_index SET complete_at = NULL WHERE kind = $1 AND boundary = $2"
