"""Work that nobody waits for takes turns at the database, so that it never takes the connections and the processor from the pages beside it.

A job may wait for a foreign server as long as it likes: only its transactions take a turn.
"""

from asyncio import Semaphore
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
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


def own_turn() -> AbstractAsyncContextManager[None]:
    """Wait for a turn where turns are taken. A transaction inside of one has its turn already."""
    turns = _turns.get()
    return _FREE if turns is None else _one_of(turns)


_FREE = nullcontext()


@asynccontextmanager
async def _one_of(turns: Semaphore) -> AsyncIterator[None]:
    async with turns:
        with taking_turns(None):
            yield
