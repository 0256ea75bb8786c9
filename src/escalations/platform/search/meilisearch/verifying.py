"""Whether the engine holds exactly what PostgreSQL holds, by number and by fingerprint."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from ...db import Session
from .feeding import MARK
from .indexes import index_of
from .transport import EngineDown, Meilisearch

BATCH = 1000


@dataclass(kw_only=True)
class Differences:
    """Object ids. `missing` are not at the engine, `stale` are there as they were, `extra` are there and nowhere else."""

    kind: str
    boundary: str
    documents: int = 0
    missing: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)

    @property
    def are_none(self) -> bool:
        return not (self.missing or self.stale or self.extra)


async def verify(server: Meilisearch, db: Session, kind: str, boundary: str) -> Differences:
    """What is pending at this moment counts as a difference: run it when things are quiet, or repair and run it again."""
    told = {number: mark async for number, mark in _held(server, index_of(kind, boundary))}
    found = Differences(kind=kind, boundary=boundary)
    async for number, mark in _kept(db, kind, boundary):
        found.documents += 1
        if number not in told:
            found.missing.append(number)
        elif told.pop(number) != mark:
            found.stale.append(number)
    found.extra = sorted(told)
    return found


async def repair(db: Session, found: Differences) -> None:
    """Everything that differs is told again."""
    numbers = [*found.missing, *found.stale, *found.extra]
    connection = await db.connection()
    await connection.exec_driver_sql(_AGAIN, (found.kind, found.boundary, numbers))


async def _held(server: Meilisearch, name: str) -> AsyncIterator[tuple[int, str]]:
    offset = 0
    while True:
        asked = {"fields": ["object", "mark"], "limit": BATCH, "offset": offset}
        try:
            page = await server.ask("POST", f"/indexes/{name}/documents/fetch", asked)
        except EngineDown as problem:
            if "index_not_found" in str(problem):
                return
            raise
        for row in page["results"]:
            yield int(row["object"]), str(row["mark"])
        offset += BATCH
        if offset >= page["total"]:
            return


async def _kept(db: Session, kind: str, boundary: str) -> AsyncIterator[tuple[int, str]]:
    connection, last = await db.connection(), -1
    while rows := (await connection.exec_driver_sql(_BATCH, (kind, boundary, last, BATCH))).mappings().all():
        for row in rows:
            yield row["object_id"], row["mark"]
        last = rows[-1]["object_id"]


_BATCH = f"""SELECT d.object_id, {MARK} FROM search_document d
WHERE d.kind = $1 AND d.boundary = $2 AND d.object_id > $3 ORDER BY d.object_id LIMIT $4"""
_AGAIN = """INSERT INTO search_pending (kind, object_id, boundary) SELECT $1, number, $2 FROM unnest($3::bigint[]) AS number
ON CONFLICT (kind, object_id) DO UPDATE SET change = gen_random_uuid()"""
