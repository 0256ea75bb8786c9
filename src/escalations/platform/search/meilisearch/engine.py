"""The process's search engine, if one is configured, and how a search falls back when it does not answer in time."""

from collections.abc import Sequence

from ...db import Session
from ...settings import settings
from ...straight import straight
from ...time import now, spell
from ..queries import Candidates
from .finding import Place, Sought, candidates
from .transport import EngineDown, Meilisearch

_server: Meilisearch | None = None


def engine() -> Meilisearch | None:
    """None where PostgreSQL alone searches."""
    global _server
    url, key = settings().meilisearch_url, settings().meilisearch_key
    if _server is None and url:
        _server = Meilisearch(url, key.get_secret_value() if key else None)
    return _server


async def disconnect_engine() -> None:
    global _server
    if _server is not None:
        _server.close()
        _server = None


def engine_fault() -> str | None:
    """In words, while the engine does not answer: results come from the database meanwhile."""
    server = engine()
    if server is None or server.down_since is None:
        return None
    return f"The search engine has not answered for {spell(now() - server.down_since)}. These results come from the database."


def engine_state() -> int:
    """1: it answers, 0: it does not, -1: none is set up."""
    server = engine()
    return -1 if server is None else int(server.down_since is None)


async def places_at_engine(db: Session, kinds: Sequence[str], within: Sequence[str] | None) -> list[Place]:
    """Where what the reader may see can be asked for. Nowhere while the engine does not answer, or one of the indexes is not complete."""
    server = engine()
    if server is None or server.is_resting:
        return []
    known = await straight(db, _INDEXES, list(kinds), None if within is None else list(within))
    is_complete = all(index["complete_at"] is not None for index in known)
    return [(index["kind"], index["boundary"]) for index in known] if is_complete else []


async def found_by_engine(places: Sequence[Place], sought: Sought) -> Candidates | None:
    """None when PostgreSQL must search itself: nowhere to ask, no answer in time, or nothing found."""
    server = engine()
    if server is None or not places:
        return None
    try:
        found = await candidates(server, sought, places)
    except EngineDown:
        return None
    return found if found.ids else None


_INDEXES = """SELECT kind, boundary, complete_at FROM search_index
WHERE kind = ANY ($1::text[]) AND boundary = ANY ((SELECT app_boundaries())::text[]) AND ($2::text[] IS NULL OR boundary = ANY ($2::text[]))"""
