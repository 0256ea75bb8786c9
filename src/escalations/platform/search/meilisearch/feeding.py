"""Telling the engine what has changed: from `search_pending`, in order for each thing, until nothing is pending."""

from collections.abc import Sequence
from typing import Any

from ...db import Session, nothing_to_record
from .indexes import as_words, ensure_index, finished, index_of
from .transport import Meilisearch

AT_ONCE = 500


async def feed(server: Meilisearch, db: Session, boundary: str, limit: int = AT_ONCE) -> int:
    """How many changes were told. One feeder a boundary at a time; what changes meanwhile stays pending."""
    nothing_to_record(db, "the search engine follows the documents")
    connection = await db.connection()
    mine = await connection.exec_driver_sql(_ALONE, (boundary,))
    if not mine.scalar():
        return 0
    pending = (await connection.exec_driver_sql(_PENDING, (boundary, limit))).mappings().all()
    for kind in dict.fromkeys(row["kind"] for row in pending):
        await _tell(server, kind, boundary, [row for row in pending if row["kind"] == kind])
    if pending:
        done = [[row[name] for row in pending] for name in ("kind", "object_id", "change")]
        await connection.exec_driver_sql(_DONE, tuple(done))
    return len(pending)


async def _tell(server: Meilisearch, kind: str, boundary: str, rows: Sequence[Any]) -> None:
    name = index_of(kind, boundary)
    await ensure_index(server, name)
    there, gone = [row for row in rows if row["title"] is not None], [row for row in rows if row["title"] is None]
    for method, body in (
        ("documents", [document(row) for row in there]),
        ("documents/delete-batch", [row["object_id"] for row in gone]),
    ):
        if body:
            await finished(server, await server.ask("POST", f"/indexes/{name}/{method}", body))


def document(row: Any) -> dict[str, Any]:
    return {
        "id": row["object_id"], "object": row["object_id"], "kind": row["kind"], "title": as_words(row["title"]), "body": as_words(row["body"]),
        "codes": list(row["codes"]), "named": as_words(" ".join(row["codes"])), "family": row["family"], "tags": list(row["tags"]), "facts": list(row["facts"] or ()), "mark": row["mark"],
    }  # fmt: skip


MARK = "md5(concat_ws(chr(1), d.title, d.body, array_to_string(d.codes, ' '), d.family, array_to_string(d.tags, ' '), array_to_string(d.facts, ' '))) AS mark"
"""The fingerprint by which both sides are compared."""
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('search feed ' || $1::text, 0))"
_PENDING = f"""SELECT p.kind, p.object_id, p.change, d.title, d.body, d.codes, d.family, d.tags, d.facts, {MARK}
FROM search_pending p LEFT JOIN search_document d ON d.kind = p.kind AND d.object_id = p.object_id AND d.boundary = p.boundary
WHERE p.boundary = $1 ORDER BY p.since LIMIT $2"""
_DONE = """DELETE FROM search_pending p USING unnest($1::text[], $2::bigint[], $3::uuid[]) AS done (kind, object_id, change)
WHERE p.kind = done.kind AND p.object_id = done.object_id AND p.change = done.change"""
