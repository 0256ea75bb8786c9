"""A copy of the database that is only read, for what reads much and may be a moment old. Without one the primary is asked."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from .beginning import Telling
from .db import Scope, Session, async_url
from .liveness import only_alive

log = structlog.get_logger()
_READS = {
    "connection_class": Telling,
    "server_settings": {"timezone": "UTC", "jit": "off", "default_transaction_read_only": "on"},
    "timeout": 2,
}
_AGE = text("SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() END")
_engine: AsyncEngine | None = None


@dataclass(frozen=True)
class Copy:
    """`as_of` is None when it is the primary that answers."""

    db: Session
    as_of: datetime | None = None


def connect_copy(url: str, *, pool_size: int = 4) -> None:
    global _engine
    _engine = only_alive(
        create_async_engine(async_url(url), pool_size=pool_size, max_overflow=pool_size, connect_args=_READS)
    )


async def disconnect_copy() -> None:
    global _engine
    if _engine is not None:
        await _engine.dispose()
    _engine = None


@asynccontextmanager
async def reading(scope: Scope, otherwise: Session) -> AsyncIterator[Copy]:
    """A transaction on the copy with the reader's sight. Where the copy does not answer, the one on the primary."""
    async with AsyncExitStack() as stack:
        yield await _opened(stack, scope) or Copy(otherwise)


async def _opened(stack: AsyncExitStack, scope: Scope) -> Copy | None:
    if _engine is None:
        return None
    sessions = async_sessionmaker(_engine, class_=Session, expire_on_commit=False)
    try:
        db = await stack.enter_async_context(sessions(info={"scope": scope}))
        return Copy(db, (await (await db.connection()).execute(_AGE)).scalar_one())
    except (OSError, DBAPIError) as problem:
        log.warning("the copy of the database does not answer; the primary is read", error=repr(problem))
        return None
