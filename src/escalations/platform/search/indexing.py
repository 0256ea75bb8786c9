"""Putting documents where searching finds them. Each is built from its thing as it stands then, one after the other."""

from collections.abc import Awaitable, Callable, Sequence

from ..db import Session, straight
from .documents import Document
from .meilisearch.engine import engine
from .pending import note_pending
from .postgres import PostgresSearch

Read = Callable[[Session, int], Awaitable[Document | None]]
ReadFacts = Callable[[Session, int], Awaitable[Sequence[str] | None]]
_documents = PostgresSearch()
_readers: dict[str, Read] = {}


def documents_of(kind: str) -> Callable[[Read], Read]:
    """Registers how a room reads the document of one of its things, so that all of them can be put again."""

    def register(read: Read) -> Read:
        _readers[kind] = read
        return read

    return register


def reader_of(kind: str) -> Read | None:
    return _readers.get(kind)


async def index_documents(db: Session, documents: Sequence[Document]) -> None:
    """Put or replace. A transaction that does only this says `nothing_to_record` itself, or is a reaction."""
    await _documents.index(db, documents)
    if engine() is not None:
        await note_pending(db, [(document.kind, document.object_id, document.boundary) for document in documents])


async def remove_document(db: Session, kind: str, object_id: int) -> None:
    boundary = await _documents.remove(db, kind, object_id)
    if boundary is not None and engine() is not None:
        await note_pending(db, [(kind, object_id, boundary)])


async def refresh_document(db: Session, kind: str, object_id: int, read: Read) -> None:
    """Index a thing as it stands now. Refreshes of one thing run one after the other, so an older state never comes last."""
    await _alone(db, kind, object_id)
    document = await read(db, object_id)
    if document is None:
        await remove_document(db, kind, object_id)
    else:
        await index_documents(db, [document])


async def refresh_facts(db: Session, kind: str, object_id: int, read: ReadFacts) -> None:
    """As `refresh_document`, where only what it can be filtered by may have changed. What has no document yet gets none."""
    await _alone(db, kind, object_id)
    facts = await read(db, object_id)
    boundary = None if facts is None else await _documents.set_facts(db, kind, object_id, facts)
    if boundary is not None and engine() is not None:
        await note_pending(db, [(kind, object_id, boundary)])


async def _alone(db: Session, kind: str, object_id: int) -> None:
    await straight(db, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"search {kind}/{object_id}")
