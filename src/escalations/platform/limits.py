"""How a list asks for its page, so that the server plans the statement once and not each time, which with many rows costs more than the rows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import BindParameter, Integer, bindparam

from .db import Session, straight


def at_most(rows: int) -> BindParameter[int]:
    """For `limit()` where pages are always as long: the number stands in the statement. Of one that is given beside it the server expects a
    tenth of all rows when it makes one plan for all values."""
    return bindparam(None, rows, Integer, literal_execute=True)


@asynccontextmanager
async def planned_once(db: Session) -> AsyncIterator[None]:
    """For statements whose best plan is the same whatever values they are given. Ends with the transaction where one of them fails."""
    await straight(db, "SET LOCAL plan_cache_mode = force_generic_plan")
    yield
    await straight(db, "SET LOCAL plan_cache_mode TO DEFAULT")
