"""How telling each word is, learnt anew from time to time."""

from datetime import datetime

from ..db import Session, nothing_to_record
from .postgres import PostgresSearch

_documents = PostgresSearch()


async def sweep_terms(db: Session, at: datetime) -> int:
    """In the boundaries of this transaction. Without it searching works, only less well."""
    nothing_to_record(db, "word counts follow from the documents")
    boundaries = (*db.sync_session.info["scope"].boundaries, "everywhere")
    return sum([await _documents.count_terms(db, boundary, at) for boundary in boundaries])
