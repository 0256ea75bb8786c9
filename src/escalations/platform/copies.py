"""A copy of the database that is only read, for what reads much and may be a moment old. Without one the primary is asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from .beginning import Telling
from .db import Scope, Session, async_url
from .liveness import only_alive
from .outages import OF_A_COPY

log = structlog.get_logger()
PATIENCE = 2.0
"""Seconds for the first word of a copy. Then the primary is read, and the copy left alone for as long as `RESTS` says."""
LONGEST = 30.0
"""Seconds for one question."""
RESTS = 60.0
_READS = {
    "connection_class": Telling,
    "server_settings": {"timezone": "UTC", "jit": "off", "default_transaction_read_only": "on"},
    "timeout": PATIENCE,
    "command_timeout": LONGEST,
}
_AGE = text("SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() END")
_engine: AsyncEngine | None = None
_rests_until = 0.0
_answered = True


@dataclass(frozen=True)
class Copy:
    """`as_of` is None when it is the primary that answers."""

    db: Session
    as_of: datetime | None = None


def connect_copy(url: str, *, pool_size: int = 4) -> None:
    global _engine, _rests_until, _answered
    _rests_until, _answered = 0.0, True
    _engine = only_alive(
        create_async_engine(async_url(url), pool_size=pool_size, max_overflow=pool_size, connect_args=_READS)
    )


async def disconnect_copy() -> None:
    global _engine
    if _engine is not None:
        await _engine.dispose()
    _engine = None


async def copy_state() -> int:
    """1: it answered when it was last asked, 0: it did not; -1: there is none. One that did not is asked again after its rest, also where
    nobody reads a report meanwhile."""
    if _engine is None:
        return -1
    if not _answered:
        async with AsyncExitStack() as stack:
            await _opened(stack, Scope.nobody())
    return int(_answered)


@asynccontextmanager
async def reading(scope: Scope, otherwise: Session) -> AsyncIterator[Copy]:
    """A transaction on the copy with the reader's sight. Where the copy does not answer, the one on the primary. What a copy breaks off
    in the middle, since it must catch up or went away, fails; whoever asks again is told by the primary."""
    async with AsyncExitStack() as stack:
        copy = await _opened(stack, scope)
        try:
            yield copy or Copy(otherwise)
        except (OSError, DBAPIError) as problem:
            if copy is not None:
                problem.add_note(OF_A_COPY)
                _let_rest("the copy of the database broke off", problem)
            raise


async def _opened(stack: AsyncExitStack, scope: Scope) -> Copy | None:
    global _answered
    if _engine is None or monotonic() < _rests_until:
        return None
    sessions = async_sessionmaker(_engine, class_=Session, expire_on_commit=False)
    try:
        db = await stack.enter_async_context(sessions(info={"scope": scope}))
        copy = Copy(db, await asyncio.wait_for(_as_of(db), PATIENCE))
    except (OSError, DBAPIError) as problem:
        _let_rest("the copy of the database does not answer", problem)
        return None
    _answered = True
    return copy


async def _as_of(db: Session) -> datetime | None:
    at: datetime | None = (await (await db.connection()).execute(_AGE)).scalar_one()
    return at


def _let_rest(said: str, problem: Exception) -> None:
    global _rests_until, _answered
    _rests_until, _answered = monotonic() + RESTS, False
    log.warning(f"{said}; the primary is read", seconds=RESTS, error=repr(problem))
