"""Documents put again by the rooms that know them, after an upgrade that keeps more of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from .. import jobs
from ..db import Scope, Session, nothing_to_record, transaction
from .indexing import reader_of, refresh_document

REFILL = "search_refill"
AT_ONCE = 50


async def lacks_facts(db: Session, kinds: Sequence[str]) -> bool:
    """Whether some documents in sight cannot be found by filters yet."""
    connection = await db.connection()
    return bool((await connection.exec_driver_sql(_LACKS, (list(kinds),))).scalar())


async def sweep_documents(db: Session, at: datetime) -> int:
    """Documents of an earlier release have no facts. A job puts them again, beside everything else that is going on."""
    nothing_to_record(db, "documents follow from their things")
    connection = await db.connection()
    lacking = 0
    for boundary in (*db.sync_session.info["scope"].boundaries, "everywhere"):
        if (await connection.exec_driver_sql(_FACTLESS, (boundary, 1))).first():
            await jobs.enqueue(db, [jobs.Job(REFILL, {"boundary": boundary}, key=f"{REFILL} {boundary}")])
            lacking += 1
    return lacking


@jobs.job(REFILL)
async def refill(payload: dict[str, Any]) -> None:
    """In small transactions, so that it can be stopped anywhere and goes on from there; one at a time in a boundary."""
    boundary, done = payload["boundary"], 1
    while done:
        async with transaction(Scope.system(boundary)) as db:
            nothing_to_record(db, "documents follow from their things")
            connection = await db.connection()
            if not (await connection.exec_driver_sql(_ALONE, (boundary,))).scalar():
                return
            rows = (await connection.exec_driver_sql(_FACTLESS, (boundary, AT_ONCE))).mappings().all()
            done = len(rows)
            for row in rows:
                await _refresh(db, row["kind"], row["object_id"])
            left = ([row["kind"] for row in rows], [row["object_id"] for row in rows])
            await connection.exec_driver_sql(_NOBODYS, left)


async def _refresh(db: Session, kind: str, object_id: int) -> None:
    read = reader_of(kind)
    if read is not None:
        await refresh_document(db, kind, object_id, read)


_LACKS = """SELECT EXISTS (SELECT FROM search_document
WHERE facts IS NULL AND boundary = ANY ((SELECT app_boundaries())::text[]) AND kind = ANY ($1::text[]))"""
_FACTLESS = "SELECT kind, object_id FROM search_document WHERE facts IS NULL AND boundary = $1 LIMIT $2"
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('search refill ' || $1::text, 0))"
_NOBODYS = """UPDATE search_document d SET facts = '{}' FROM unnest($1::text[], $2::bigint[]) AS one (kind, object_id)
WHERE d.kind = one.kind AND d.object_id = one.object_id AND d.facts IS NULL"""
"""Of a kind that no room knows any more."""
