"""Connections from the pool are alive, without a question to the database each time one is taken.

A server that ends closes its connections, which the event loop hears by itself. What it cannot hear, such as a cable that was
pulled, is asked for where a connection has lain unused for long. One that takes no changes may be of a time when none were to be
made, or lead to a server that has given its place to another: it is not used again either, so that nobody has to be restarted.
"""

import socket as system_socket
from socket import AF_INET, AF_INET6, IPPROTO_TCP, SOCK_STREAM, SOL_SOCKET, fromfd
from time import monotonic
from typing import Any

import asyncpg
from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine

LONG = 20.0
"""Seconds unused, after which a connection is asked whether it is alive."""
SILENCE = (
    (SOL_SOCKET, "SO_KEEPALIVE", 1),
    (IPPROTO_TCP, "TCP_KEEPIDLE", 15),
    (IPPROTO_TCP, "TCP_KEEPINTVL", 5),
    (IPPROTO_TCP, "TCP_KEEPCNT", 3),
    (IPPROTO_TCP, "TCP_USER_TIMEOUT", 30_000),
)
"""Seconds, and milliseconds for what was sent and not received. Not every system has all of them."""
_USED = "used"
_TAKES_NO_CHANGES = "25006"


def end_when_silent(connection: asyncpg.Connection) -> None:
    """A server that is gone without a word (a machine without power, a cable that was pulled) ends its connections within half a minute.
    By itself the system would wait a quarter of an hour for what was sent, and for ever where one only listens."""
    driver: Any = connection
    socket = driver._transport.get_extra_info("socket")
    if socket is None or socket.family not in (AF_INET, AF_INET6):
        return
    with fromfd(socket.fileno(), socket.family, SOCK_STREAM) as same:
        for level, name, value in SILENCE:
            if (option := getattr(system_socket, name, None)) is not None:
                same.setsockopt(level, option, value)


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

    def refused(context: Any) -> None:
        if getattr(context.original_exception, "sqlstate", None) == _TAKES_NO_CHANGES:
            context.is_disconnect = True

    def opened(connection: Any, _record: Any) -> None:
        end_when_silent(connection.driver_connection)

    event.listen(engine.sync_engine, "connect", opened)
    event.listen(engine.sync_engine, "handle_error", refused)
    event.listen(engine.sync_engine, "checkin", note)
    event.listen(engine.sync_engine, "checkout", look)
    return engine
