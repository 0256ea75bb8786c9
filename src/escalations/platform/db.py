"""One transaction at a time, opened for somebody. What they may see is decided by the database from that."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Executable, SQLColumnExpression, Text, cast, event, func
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import ORMExecuteState, SessionTransaction
from sqlalchemy.orm import Session as SyncSession
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.pool import NullPool
from sqlmodel.ext.asyncio.session import AsyncSession

from .beginning import Telling, begin_with
from .flushing import Ahead, Write, numbered, send, written
from .liveness import only_alive
from .straight import forget_driver, straight
from .turns import own_turn

__all__ = [
    "Scope",
    "Session",
    "becomes",
    "connect",
    "disconnect",
    "engine",
    "enter",
    "entered",
    "nothing_to_record",
    "rows_of",
    "straight",
    "transaction",
]


class Session(AsyncSession):
    def add(self, instance: object, *, _warn: bool = True) -> None:
        """Tables have no relationships, so nothing else comes with a row that would have to be looked for."""
        self.sync_session._save_or_update_impl(instance_state(instance))

    def add_all(self, instances: Iterable[object]) -> None:
        for instance in instances:
            self.add(instance)

    async def flush(self, objects: Sequence[Any] | None = None) -> None:
        """As SQLAlchemy does it before each of its own questions, but at the driver's speed."""
        if objects is not None or not await written(self):
            await super().flush(objects)

    async def number(self, rows: Iterable[object] = (), *, ahead: Ahead | None = None) -> Sequence[int]:
        """For whoever has to name new rows that are written later, with all else: these, or whatever is new. Tells the numbers
        of rows that are yet to be made."""
        return await numbered(self, rows or self.new, ahead)

    async def write_all(self) -> None:
        """Whatever a commit would have to write: what was recorded is announced with what is written last."""
        await self.flush_with([write for announced in _before_commit for write in await announced(self)])

    async def flush_with(self, besides: Sequence[Write]) -> None:
        if not await written(self, besides):
            await super().flush()
            await send(self, besides)


@dataclass(frozen=True)
class Scope:
    """For whom a transaction runs: a person (their unexpired clearances count), the system inside named boundaries, or nobody."""

    person_id: int | None = None
    boundaries: tuple[str, ...] = ()

    @classmethod
    def person(cls, person_id: int) -> "Scope":
        return cls(person_id=person_id)

    @classmethod
    def system(cls, *boundaries: str | None) -> "Scope":
        return cls(boundaries=tuple(b for b in boundaries if b))

    @classmethod
    def nobody(cls) -> "Scope":
        return cls()


class Unrecorded(RuntimeError):
    """A transaction wrote rows and recorded no event. A defect of the verb, not of its caller."""


_engine: AsyncEngine | None = None
_sessions: async_sessionmaker[Session] | None = None


def async_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+asyncpg://", 1).replace("postgres://", "postgresql+asyncpg://", 1)


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


_OWN: dict[str, Any] = {"connection_class": Telling, "server_settings": {"timezone": "UTC", "jit": "off"}}
SHARED: dict[str, Any] = {
    "connection_class": Telling,
    "server_settings": {"timezone": "UTC"},
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: "",
}
"""Nothing may be kept on a connection from one transaction to the next, so no statement has a name. Poolers refuse `jit` at the start."""


def connect(url: str, *, pool_size: int = 8, pooled: bool = True, shared: bool = False) -> AsyncEngine:
    """Open the process's one engine. `pooled=False` is for a process whose event loops come and go, such as a test of a command;
    `shared` is for a pooler in between that gives each transaction another connection of the server."""
    global _engine, _sessions
    options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": pool_size} if pooled else {"poolclass": NullPool}
    options |= {"json_serializer": _to_json, "json_deserializer": msgspec.json.decode}
    _engine = only_alive(
        create_async_engine(async_url(url), connect_args=SHARED if shared else _OWN, hide_parameters=True, **options)
    )
    _sessions = async_sessionmaker(_engine, class_=Session, expire_on_commit=False)
    return _engine


def engine() -> AsyncEngine:
    if _engine is None:
        raise RuntimeError("The database is not connected yet: call db.connect(url) first.")
    return _engine


async def disconnect() -> None:
    global _engine, _sessions
    if _engine is not None:
        await _engine.dispose()
    _engine = _sessions = None


@asynccontextmanager
async def transaction(scope: Scope) -> AsyncIterator[Session]:
    """Commit on leaving, roll back on an exception."""
    from_here = _sessions or async_sessionmaker(engine(), class_=Session, expire_on_commit=False)
    async with own_turn():
        db = from_here(info={"scope": scope})
        begun = db.sync_session.begin().__enter__()
        try:
            yield db
            await db.write_all()
            await db.run_sync(_ended, begun)
        except BaseException:
            await asyncio.shield(asyncio.create_task(db.run_sync(_ended, begun, *sys.exc_info())))
            raise


def _ended(session: SyncSession, begun: SessionTransaction, *problem: Any) -> None:
    """Committed, or taken back for a problem; and what it held is given back. In one go, as each change into SQLAlchemy and out of
    it again takes as long as a statement."""
    try:
        begun.__exit__(*(problem or (None, None, None)))
    finally:
        session.close()


Announced = Callable[[Session], Awaitable[Sequence[Write]]]
_before_commit: list[Announced] = []


def before_commit(function: Announced) -> Announced:
    """Register what says, just before the commit of each transaction, what goes along with what it writes last (the outbox does)."""
    _before_commit.append(function)
    return function


async def enter(db: Session, scope: Scope) -> None:
    """Give a transaction that began for nobody its person, once they are known."""
    db.sync_session.info["scope"] = scope
    connection = await db.connection()
    await connection.exec_driver_sql(_SET_SCOPE, _scope_values(scope))


def becomes(person_id: SQLColumnExpression[int]) -> ColumnElement[str]:
    """In the SELECT that finds who asks, when the transaction began for nobody: from this row on it is theirs. `entered` says so."""
    return func.set_config("app.person_id", cast(person_id, Text), True)


def entered(db: Session, scope: Scope) -> None:
    db.sync_session.info["scope"] = scope


async def rows_of(db: Session, query: Executable, **values: Any) -> Sequence[Any]:
    """Columns as they are, in the same transaction: a session looks for its objects among them, which takes as long as the asking."""
    return await db.run_sync(_rows, query, values)


def _rows(session: SyncSession, query: Executable, values: dict[str, Any]) -> Sequence[Any]:
    session.flush()
    return session.connection().execute(query, values).all()


_SET_SCOPE = "SELECT set_config('app.person_id', $1, true), set_config('app.boundaries', $2, true)"


def _scope_values(scope: Scope) -> tuple[str, str]:
    return str(scope.person_id or ""), ",".join(scope.boundaries)


@event.listens_for(SyncSession, "after_begin")
def _set_scope(session: SyncSession, transaction: SessionTransaction, connection: Connection) -> None:
    scope = session.info.get("scope")
    if scope is not None and not transaction.nested and scope != Scope.nobody():
        person, boundaries = _scope_values(scope)
        begin_with(connection, person_id=person, boundaries=boundaries)


def nothing_to_record(db: Session, why: str) -> None:
    """Say aloud that this transaction's writes are no business fact. `why` is for the reader of the code."""
    db.sync_session.info["recorded"] = why


@event.listens_for(SyncSession, "after_flush")
def _note_writes(session: SyncSession, _context: object) -> None:
    if session.new or session.dirty or session.deleted:
        session.info["wrote"] = True


@event.listens_for(SyncSession, "do_orm_execute")
def _note_bulk_writes(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["wrote"] = True


@event.listens_for(SyncSession, "before_commit")
def _refuse_unrecorded(session: SyncSession) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    if session.info.get("wrote") and not session.info.get("recorded"):
        raise Unrecorded("This transaction wrote rows without record() or nothing_to_record().")


@event.listens_for(SyncSession, "after_transaction_end")
def _forget(session: SyncSession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        forget_driver(session)
        session.info.pop("wrote", None)
        session.info.pop("recorded", None)
