"""Statements that are given to the driver itself, in the transaction of a session.

SQLAlchemy takes two to five times as long for a statement as the driver does, which is worth its comfort where a page asks three
questions, and is most of the time where a verb sends twenty.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session as SyncSession

_BEGUN = "begun"


def note_begun(session: SyncSession, connection: Connection) -> None:
    session.info[_BEGUN] = connection, connection.connection.driver_connection


def note_ended(session: SyncSession) -> None:
    session.info.pop(_BEGUN, None)


async def straight(db: AsyncSession, statement: str, *values: Any) -> Sequence[Any]:
    """Its rows. `statement` names its values $1, $2 and must always read the same, so that it is prepared once. What the session still
    has to write is not seen: flush first. Listeners of the engine hear of it, and errors are those of SQLAlchemy."""
    info = db.sync_session.info
    if _BEGUN not in info:
        await db.connection()
    connection, driver = info[_BEGUN]
    if not driver.is_in_transaction():
        await db.run_sync(_begin)
    _heard(connection, "before_cursor_execute", statement, values)
    try:
        rows: Sequence[Any] = await driver.fetch(statement, *values)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        await db.run_sync(_refused, statement, error)
        raise
    _heard(connection, "after_cursor_execute", statement, values)
    return rows


def _begin(session: SyncSession) -> None:
    """SQLAlchemy sends BEGIN with its first statement."""
    session.connection().exec_driver_sql("SELECT 1")


def _heard(connection: Connection, what: str, statement: str, values: Sequence[Any]) -> None:
    listeners = getattr(connection.engine.dispatch, what)
    if listeners:
        listeners(connection, None, statement, values, None, False)


def _refused(session: SyncSession, statement: str, error: Exception) -> None:
    """Raises what SQLAlchemy would have raised, and gives up the connection where it would have."""
    connection = session.connection()
    adapted: Any = connection.connection.dbapi_connection
    try:
        adapted._handle_exception(error)
    except Exception as told:
        connection._handle_dbapi_exception(told, statement, None, None, None)
