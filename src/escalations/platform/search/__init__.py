"""The one seam of searching: rooms give documents, readers ask.

PostgreSQL keeps the documents, ranks what was found and knows who may see it. Candidates come from Meilisearch where
one is configured, complete and answers in time, and from PostgreSQL otherwise: the same questions, the same ranking.
"""

from .closely import question_of, read_closely
from .documents import Document
from .facts import fact, facts_of
from .finding import look_alikes, newest, search
from .holding import open_cases_holding
from .indexing import documents_of, index_documents, refresh_document, refresh_facts, remove_document
from .likeness import Likeness, likenesses
from .meaning import meaning, meanings, nearness, ready_to_read
from .meilisearch.converging import sweep_search, where_engine_lags
from .meilisearch.engine import disconnect_engine, engine_fault, engine_state
from .postgres import Hit
from .refilling import lacks_facts, sweep_documents
from .telling import sweep_terms
from .words import codes_in

__all__ = [
    "Document",
    "Hit",
    "Likeness",
    "codes_in",
    "disconnect_engine",
    "documents_of",
    "engine_fault",
    "engine_state",
    "fact",
    "facts_of",
    "index_documents",
    "lacks_facts",
    "likenesses",
    "look_alikes",
    "meaning",
    "meanings",
    "nearness",
    "newest",
    "open_cases_holding",
    "question_of",
    "read_closely",
    "ready_to_read",
    "refresh_document",
    "refresh_facts",
    "remove_document",
    "search",
    "sweep_documents",
    "sweep_search",
    "sweep_terms",
    "where_engine_lags",
]
