"""What the database cannot do now, or will not take, in words: neither is a defect of the page, and nothing was half saved."""

import errno
from time import monotonic
from typing import NamedTuple

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from .metrics import REFUSALS


class Outage(NamedTuple):
    """The answer's status, the sentence for whoever asked, and in a word for whoever watches."""

    status: int
    said: str
    reason: str


BUSY = "Too many people ask for the same at this moment. Nothing was saved. Wait a few seconds and send it again."
CROSSED = "Somebody did something to the same thing at this very moment. Nothing of yours was saved. Look at it and try again."
UNREACHABLE = "The database cannot be reached right now. Nothing was saved. Try again in a minute."
OF_A_COPY = "copy"
"""A note on what a copy of the database failed with."""
COPY_BROKE_OFF = "The copy of the database that reports read broke off in the middle of it. Load the page again: the database itself is read then."
READ_ONLY = "The database takes no changes right now, for instance while it is being looked after. You can read everything; nothing was saved."
FULL = "The database has no room left. Nothing was saved. Your administrator must give it room; you can go on reading."
NO_DISK = "The server has no room left for files on their way in. Nothing was saved. Your administrator must give it room; you can go on reading."
ODD_VALUE = "Something in it is too large, too long or of another kind than it should be. Nothing was saved."

_BUSY, _CROSSED, _READ_ONLY = (
    Outage(503, BUSY, "busy"),
    Outage(409, CROSSED, "crossed"),
    Outage(503, READ_ONLY, "read_only"),
)
_COPY_BROKE_OFF = Outage(503, COPY_BROKE_OFF, "copy_broke_off")
_FULL, _NO_DISK = Outage(503, FULL, "no_room"), Outage(503, NO_DISK, "no_disk")
_UNREACHABLE, _ODD_VALUE = Outage(503, UNREACHABLE, "unreachable"), Outage(422, ODD_VALUE, "odd_value")
_SAID = {
    "40001": _CROSSED, "40P01": _CROSSED, "55P03": _CROSSED, "25006": _READ_ONLY, "53100": _FULL,
    "53200": _BUSY, "53300": _BUSY, "57014": _BUSY,
}  # fmt: skip
_SAID_OF_CLASS = {"08": _UNREACHABLE, "57": _UNREACHABLE, "22": _ODD_VALUE, "53": _FULL}
_SAID_OF_MACHINE = {
    errno.ENOSPC: _NO_DISK, errno.EDQUOT: _NO_DISK, errno.EROFS: _NO_DISK, errno.EMFILE: _BUSY, errno.ENFILE: _BUSY,
}  # fmt: skip
_without_room: list[float] = []
for _outage in (*_SAID.values(), *_SAID_OF_CLASS.values(), *_SAID_OF_MACHINE.values(), _COPY_BROKE_OFF):
    if _outage is not _ODD_VALUE:
        REFUSALS.labels(_outage.reason)
"""From the start, since a series that begins with its first refusal has not grown by it: no alert would hear of that."""


def said_of(problem: BaseException) -> Outage | None:
    """None for what is no matter of the database or the machine."""
    if OF_A_COPY in getattr(problem, "__notes__", ()):
        return _COPY_BROKE_OFF
    if isinstance(problem, NoConnectionLeft):
        return _BUSY
    if isinstance(problem, (UnicodeError, RecursionError)):
        return _ODD_VALUE
    if isinstance(problem, DBAPIError):
        return _said_of_database(problem)
    if isinstance(problem, asyncpg.PostgresError):
        return _said(problem.sqlstate)
    if isinstance(problem, OSError) and problem.errno in _SAID_OF_MACHINE:
        return _SAID_OF_MACHINE[problem.errno]
    return _UNREACHABLE if isinstance(problem, (OSError, asyncpg.InterfaceError)) else None


def noted(problem: BaseException) -> Outage | None:
    """The same, counted for whoever watches."""
    if (outage := said_of(problem)) is not None and outage is not _ODD_VALUE:
        REFUSALS.labels(outage.reason).inc()
        if outage is _FULL:
            _without_room[:] = [monotonic()]
    return outage


def seconds_since_full() -> float:
    """Since this process last found the database without room; endless when it never did."""
    return monotonic() - _without_room[0] if _without_room else float("inf")


def _said_of_database(problem: DBAPIError) -> Outage | None:
    found = _said(getattr(problem.orig, "sqlstate", None))
    if found is None and isinstance(
        getattr(problem.orig, "__cause__", None), (asyncpg.DataError, UnicodeError, OverflowError)
    ):
        return _ODD_VALUE
    lost = problem.connection_invalidated or isinstance(problem, InterfaceError)
    return found or (_UNREACHABLE if lost else None)


def _said(sqlstate: str | None) -> Outage | None:
    return _SAID.get(sqlstate or "") or _SAID_OF_CLASS.get((sqlstate or "")[:2])
