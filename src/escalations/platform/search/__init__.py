"""The one seam of searching: rooms give documents, readers ask.

PostgreSQL keeps the documents, ranks what was found and knows who may see it. Candidates come from Meilisearch where
one is configured, complete and answers in time, and from PostgreSQL otherwise: the same questions, the same ranking.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from ..db import Session, nothing_to_record
from .closely import question_of, read_closely
from .documents import Document
from .likeness import Likeness, likenesses
from .meaning import meaning, nearness
from .meilisearch.converging import sweep_search
from .meilisearch.engine import disconnect_engine, engine, engine_fault, found_by_engine
from .meilisearch.finding import Sought
from .pending import note_pending
from .postgres import Hit, PostgresSearch
from .queries import Asked, Query, asked_by
from .words import codes_in

__all__ = [
    "Document",
    "Hit",
    "Likeness",
    "codes_in",
    "disconnect_engine",
    "engine_fault",
    "index_documents",
    "likenesses",
    "look_alikes",
    "meaning",
    "nearness",
    "question_of",
    "read_closely",
    "refresh_document",
    "remove_document",
    "search",
    "sweep_search",
    "sweep_terms",
]

MOST_TELLING = 30
_documents = PostgresSearch()


async def index_documents(db: Session, documents: Sequence[Document]) -> None:
    """Put or replace. A transaction that does only this says `nothing_to_record` itself, or is a reaction."""
    await _documents.index(db, documents)
    if engine() is not None:
        await note_pending(db, [(document.kind, document.object_id, document.boundary) for document in documents])


async def remove_document(db: Session, kind: str, object_id: int) -> None:
    boundary = await _documents.remove(db, kind, object_id)
    if boundary is not None and engine() is not None:
        await note_pending(db, [(kind, object_id, boundary)])


async def refresh_document(
    db: Session, kind: str, object_id: int, read: Callable[[Session, int], Awaitable[Document | None]]
) -> None:
    """Index a thing as it stands now. Refreshes of one thing run one after the other, so an older state never comes last."""
    connection = await db.connection()
    await connection.exec_driver_sql(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", (f"search {kind}/{object_id}",)
    )
    document = await read(db, object_id)
    if document is None:
        await remove_document(db, kind, object_id)
    else:
        await index_documents(db, [document])


async def search(
    db: Session, typed: str, *, kinds: Sequence[str], family: str | None = None, limit: int = 20
) -> list[Hit]:
    """What a person typed: all words, else the telling ones, else what is spelt alike. "Quotes", -minus and or have meaning."""
    return await _find(db, Query(kinds=kinds, typed=typed, family=family, limit=limit)) if typed.strip() else []


async def look_alikes(
    db: Session, text: str, *, kinds: Sequence[str], codes: Sequence[str] = (), within: Sequence[str] | None = None,
    likely_family: str | None = None, limit: int = 10,
) -> list[Hit]:  # fmt: skip
    """What is about the same thing as a long text, by its telling words and error codes. Nothing is highlighted."""
    query = Query(kinds=kinds, text=text, codes=codes, within=within, likely_family=likely_family, limit=limit)
    return await _find(db, query)


async def _find(db: Session, query: Query) -> list[Hit]:
    if engine() is None:
        return await _documents.search(db, query)
    sought = await _sought(db, query, asked_by(query))
    found = await found_by_engine(db, query.kinds, query.within, sought)
    hits = await _documents.search(db, query, found)
    return _merged(hits, await _documents.search(db, query))[: query.limit] if found and not query.typed else hits


def _merged(some: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """A long text asks both: the engine forgives spelling, but goes by ten words at a time, and PostgreSQL by all of them."""
    best: dict[tuple[str, int], Hit] = {}
    for hit in (*some, *others):
        known = best.setdefault((hit.kind, hit.object_id), hit)
        if hit.score > known.score:
            best[hit.kind, hit.object_id] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, -hit.object_id))


async def _sought(db: Session, query: Query, asked: Asked) -> Sought:
    few = len(asked.words) < 2 and bool(asked.typed)
    telling = [] if few else await _documents.rarest(db, list(asked.words), query.kinds, MOST_TELLING)
    return Sought(typed=query.typed.strip(), telling=telling, codes=asked.codes, family=query.family)


async def sweep_terms(db: Session, at: datetime) -> int:
    """Learn anew how telling each word is, in the boundaries of this transaction. Without it searching works, only less well."""
    nothing_to_record(db, "word counts follow from the documents")
    boundaries = (*db.sync_session.info["scope"].boundaries, "everywhere")
    return sum([await _documents.count_terms(db, boundary, at) for boundary in boundaries])
