"""Connections from the pool are alive, without a question to the database each time one is taken.

A server that ends closes its connections, which the event loop hears by itself. What it cannot hear, such as a cable that was
pulled, is asked for where a connection has lain unused for long.
"""

from time import monotonic
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine

LONG = 20.0
"""Seconds unused, after which a connection is asked whether it is alive."""
_USED = "used"


def only_alive(engine: AsyncEngine) -> AsyncEngine:
    """A dead one is replaced by a new one when it is taken, and all that are as old as it are not used again."""
    errors = (engine.dialect.loaded_dbapi.Error, OSError)

    def note(_connection: Any, record: Any) -> None:
        record.info[_USED] = monotonic()

    def look(connection: Any, record: Any, _taken: Any) -> None:
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError("The database ended this connection.")
        if monotonic() - record.info.get(_USED, monotonic()) < LONG:
            return
        try:
            connection.ping()
        except errors as gone:
            raise InvalidatePoolError("The database no longer answers on this connection.") from gone

    event.listen(engine.sync_engine, "checkin", note)
    event.listen(engine.sync_engine, "checkout", look)
    return engine
