"""Work that nobody waits for takes turns at the database, so that it never takes the connections and the processor from the pages beside it.

A job may wait for a foreign server as long as it likes: only its transactions take a turn.
"""

from asyncio import Semaphore
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

_turns: ContextVar[Semaphore | None] = ContextVar("turns", default=None)


@contextmanager
def taking_turns(turns: Semaphore | None) -> Iterator[None]:
    """Everything begun in here has its transactions one after another, as many at once as `turns` allows; None is without limit."""
    token = _turns.set(turns)
    try:
        yield
    finally:
        _turns.reset(token)


@asynccontextmanager
async def own_turn() -> AsyncIterator[None]:
    """Wait for a turn where turns are taken. A transaction inside of one has its turn already."""
    if (turns := _turns.get()) is None:
        yield
        return
    async with turns:
        with taking_turns(None):
            yield
