"""What the database cannot do now, or will not take, in words: neither is a defect of the page, and nothing was half saved."""

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

BUSY = "Too many people ask for the same at this moment. Nothing was saved. Wait a few seconds and send it again."
CROSSED = "Somebody did something to the same thing at this very moment. Nothing of yours was saved. Look at it and try again."
UNREACHABLE = "The database cannot be reached right now. Nothing was saved. Try again in a minute."
READ_ONLY = "The database takes no changes right now, for instance while it is being looked after. You can read everything; nothing was saved."
FULL = "The database has no room left. Nothing was saved. Your administrator must give it room; you can go on reading."
ODD_VALUE = "Something in it is too large, too long or of another kind than it should be. Nothing was saved."

_SAID = {
    "40001": (409, CROSSED), "40P01": (409, CROSSED), "55P03": (409, CROSSED), "25006": (503, READ_ONLY), "53100": (503, FULL),
    "53200": (503, BUSY), "53300": (503, BUSY), "57014": (503, BUSY),
}  # fmt: skip
_SAID_OF_CLASS = {"08": (503, UNREACHABLE), "57": (503, UNREACHABLE), "22": (422, ODD_VALUE), "53": (503, FULL)}


def said_of(problem: BaseException) -> tuple[int, str] | None:
    """Status and sentence; None for what is no matter of the database."""
    if isinstance(problem, NoConnectionLeft):
        return 503, BUSY
    if isinstance(problem, (UnicodeError, RecursionError)):
        return 422, ODD_VALUE
    if isinstance(problem, DBAPIError):
        return _said_of_database(problem)
    if isinstance(problem, asyncpg.PostgresError):
        return _said(problem.sqlstate)
    return (503, UNREACHABLE) if isinstance(problem, (OSError, asyncpg.InterfaceError)) else None


def _said_of_database(problem: DBAPIError) -> tuple[int, str] | None:
    found = _said(getattr(problem.orig, "sqlstate", None))
    if found is None and isinstance(
        getattr(problem.orig, "__cause__", None), (asyncpg.DataError, UnicodeError, OverflowError)
    ):
        return 422, ODD_VALUE
    lost = problem.connection_invalidated or isinstance(problem, InterfaceError)
    return found or ((503, UNREACHABLE) if lost else None)


def _said(sqlstate: str | None) -> tuple[int, str] | None:
    return _SAID.get(sqlstate or "") or _SAID_OF_CLASS.get((sqlstate or "")[:2])
