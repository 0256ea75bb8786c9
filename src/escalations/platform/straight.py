"""Statements that are given to the driver itself, in the transaction of a session.

SQLAlchemy takes two to five times as long for a statement as the driver does, which is worth its comfort where a page asks three
questions, and is most of the time where a verb sends twenty.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.util import await_only


class _Begun(NamedTuple):
    """The transaction, or the part of one, that has been begun in the database."""

    within: SessionTransaction | None
    connection: Connection
    driver: Any


_BEGUN = "begun"
_VALUE = re.compile(r"\$(\d+)")


async def straight(db: AsyncSession, statement: str, *values: Any) -> Sequence[Any]:
    """Its rows. `statement` names its values $1, $2 and must always read the same, so that it is prepared once. What the session still
    has to write is not seen: flush first. Listeners of the engine hear of it, and errors are those of SQLAlchemy."""
    session = db.sync_session
    begun: _Begun | None = session.info.get(_BEGUN)
    if begun is None or begun.within is not _innermost(session):
        begun = session.info[_BEGUN] = await db.run_sync(_begin)
    _heard(begun.connection, "before_cursor_execute", None, statement, values)
    try:
        rows: Sequence[Any] = await begun.driver.fetch(statement, *values)
    except BaseException as error:
        await db.run_sync(_refused, statement, error)
        raise
    _heard(begun.connection, "after_cursor_execute", rows, statement, values)
    return rows


def counted_from(statement: str, before: int) -> str:
    """The same beside others, which have as many values before its own."""
    return _VALUE.sub(lambda found: f"${int(found[1]) + before}", statement) if before else statement


def forget_driver(session: Session) -> None:
    """At the end of a transaction, after which the connection may be another one."""
    session.info.pop(_BEGUN, None)


def _innermost(session: Session) -> SessionTransaction | None:
    return session.get_nested_transaction() or session.get_transaction()


def _begin(session: Session) -> _Begun:
    """SQLAlchemy sends SAVEPOINT when a part of a transaction first asks for its connection, and BEGIN with the first statement."""
    connection = session.connection()
    adapted: Any = connection.connection.dbapi_connection
    if not adapted.driver_connection.is_in_transaction():
        try:
            await_only(adapted._start_transaction())
        except BaseException as error:
            connection._handle_dbapi_exception(error, "BEGIN", None, None, None)
    return _Begun(_innermost(session), connection, adapted.driver_connection)


def _heard(connection: Connection, what: str, rows: Any, statement: str, values: Sequence[Any]) -> None:
    """The rows stand where SQLAlchemy would put its cursor."""
    listeners = getattr(connection.engine.dispatch, what)
    if listeners:
        listeners(connection, rows, statement, values, None, False)


def _refused(session: Session, statement: str, error: BaseException) -> None:
    """Raises what SQLAlchemy would have raised, and gives up the connection where it would have, as when nobody waits any more."""
    connection = session.connection()
    adapted: Any = connection.connection.dbapi_connection
    try:
        if isinstance(error, Exception):
            adapted._handle_exception(error)
        raise error
    except BaseException as told:
        connection._handle_dbapi_exception(told, statement, None, None, None)
